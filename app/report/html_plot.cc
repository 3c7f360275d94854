#include "app/report/html_plot.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 170;
constexpr double kLeft = 64;
constexpr double kRight = 8;
constexpr double kTop = 12;
constexpr double kBottom = 24;

struct Rate {
  double begin = 0;  // seconds
  double end = 0;
  double files = 0;  // per second
};

std::vector<Rate> RatesOf(const std::vector<ThroughputSample>& samples) {
  std::vector<Rate> rates;
  ThroughputSample before;
  for (const ThroughputSample& sample : samples) {
    const double seconds = sample.seconds - before.seconds;
    if (seconds <= 0 || sample.files < before.files) continue;
    rates.push_back(
        {before.seconds, sample.seconds,
         static_cast<double>(sample.files - before.files) / seconds});
    before = sample;
  }
  return rates;
}

// One digit and noughts.
double RoundUp(double value) {
  double step = std::pow(10, std::floor(std::log10(std::max(value, 1e-3))));
  for (const double factor : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    if (step * factor >= value) return step * factor;
  }
  return 10 * step;
}

void AddText(HtmlWriter& html, double x, double y, std::string_view anchor,
             std::string_view text) {
  html.Element("text", text,
               {{"x", absl::StrFormat("%.0f", x)},
                {"y", absl::StrFormat("%.0f", y)},
                {"text-anchor", anchor}});
}

void AddLine(HtmlWriter& html, double y) {
  const std::string at = absl::StrFormat("%.0f", y);
  html.Element("line", "",
               {{"class", "axis"},
                {"x1", absl::StrFormat("%.0f", kLeft)},
                {"x2", absl::StrFormat("%.0f", kWidth - kRight)},
                {"y1", at},
                {"y2", at}});
}

}  // namespace

void AddThroughputPlot(HtmlWriter& html, const JournalRun& run,
                       std::string_view caption) {
  const std::vector<Rate> rates = RatesOf(run.throughput);
  if (rates.size() < 3) return;
  double most = 0;
  for (const Rate& rate : rates) most = std::max(most, rate.files);
  const double top = RoundUp(most);
  const double seconds = rates.back().end;
  const auto x_of = [&](double at) {
    return kLeft + at / seconds * (kWidth - kLeft - kRight);
  };
  const auto y_of = [&](double files) {
    return kHeight - kBottom - files / top * (kHeight - kTop - kBottom);
  };
  std::string points;
  for (const Rate& rate : rates) {
    absl::StrAppendFormat(&points, "%s%.1f,%.1f %.1f,%.1f",
                          points.empty() ? "" : " ", x_of(rate.begin),
                          y_of(rate.files), x_of(rate.end), y_of(rate.files));
  }
  const std::string label =
      absl::StrFormat("Files per second over %s, %s at most",
                      DurationText(seconds), RateText(most));

  html.Open("figure");
  html.Open("svg",
            {{"viewBox", absl::StrFormat("0 0 %.0f %.0f", kWidth, kHeight)},
             {"role", "img"},
             {"aria-label", label}});
  for (const double files : {0.0, top / 2, top}) {
    AddLine(html, y_of(files));
    AddText(html, kLeft - 6, y_of(files) + 4, "end",
            files == 0 ? "0" : RateText(files));
  }
  html.Element(
      "polygon", "",
      {{"class", "area"},
       {"points", absl::StrFormat("%.1f,%.1f %s %.1f,%.1f", x_of(0), y_of(0),
                                  points, x_of(seconds), y_of(0))}});
  html.Element("polyline", "", {{"class", "line"}, {"points", points}});
  AddText(html, kLeft, kHeight - 6, "start", "0");
  AddText(html, kWidth - kRight, kHeight - 6, "end", DurationText(seconds));
  html.Close();
  html.Element("figcaption", caption);
  html.Close();
}

}  // namespace dcmscrub
