// Draws every <figure data-chart> on an officer's page. The table beside it says the same without JavaScript; the
// figure is data in a <script type="application/json">, so nothing here is inline and the strict policy holds.

const QUIET = {
  displayModeBar: false, // its buttons include one that would upload the data
  plotlyServerURL: "",
  responsive: true,
};

// Each is at least 3:1 on white, and neighbours differ in lightness too, for those who do not see the hues.
const COLOURS = ["#0b5f65", "#c77700", "#5f3b82", "#2b83ba", "#b3261e", "#6b7a2a", "#17292d"];

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  whenNear(figure, () => draw(figure).catch(() => (figure.hidden = true))); // the table is still there
}

// Plotly is large: it is fetched only when a chart is about to be seen.
function whenNear(figure, then) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      then();
    },
    { rootMargin: "400px" },
  );
  watcher.observe(figure);
}

async function draw(figure) {
  const { data, layout } = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const drawing = figure.querySelector("[data-drawing]");
  const plotly = await library(figure.dataset.library);
  await plotly.newPlot(drawing, data, fitted(layout, figure, drawing), QUIET);
}

function library(address) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

// The page's own letters and colours, and time running in the direction in which the page is read.
function fitted(layout, figure, drawing) {
  const style = getComputedStyle(drawing);
  const isRightToLeft = getComputedStyle(figure).direction === "rtl";
  const margin = { t: 10, b: 50, l: 50, r: 10, ...layout.margin };
  return {
    colorway: COLOURS,
    legend: { orientation: "h", y: 1.15 },
    ...layout,
    margin: isRightToLeft ? { ...margin, l: margin.r, r: margin.l } : margin,
    autosize: true,
    font: { family: style.fontFamily, size: 14, color: style.color, ...layout.font },
    xaxis: { ...layout.xaxis, ...(isRightToLeft && { autorange: "reversed" }) },
    yaxis: { ...layout.yaxis, ...(isRightToLeft && { side: "right" }) },
  };
}
