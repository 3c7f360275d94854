#include "app/talk/progress.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "app/talk/messages.h"

namespace dcmscrub {

std::string ProgressText(const ProgressView& view) {
  std::string text =
      view.total == 0
          ? Count(view.done, "file")
          : absl::StrFormat("%d of %s", view.done, Count(view.total, "file"));
  if (view.gathering) text.insert(0, "gathering: ");
  if (view.quarantined != 0) {
    absl::StrAppendFormat(&text, ", %d quarantined", view.quarantined);
  }
  if (view.done == 0 || view.seconds <= 0) return text;
  const double rate = static_cast<double>(view.done) / view.seconds;
  text += ", " + RateText(rate);
  if (!view.gathering) {
    text +=
        ", " + BytesText(static_cast<double>(view.bytes) / view.seconds) + "/s";
  }
  if (view.total > view.done) {
    const auto left = static_cast<double>(view.total - view.done);
    text += ", " + DurationText(left / rate) + " left";
  }
  return text;
}

ProgressMeter::ProgressMeter(Console& console, const Progress& progress,
                             const std::vector<std::string>& sources)
    : console_(console),
      progress_(progress),
      counter_([this, sources] { Count(sources); }),
      meter_([this] { Show(); }) {}

ProgressMeter::~ProgressMeter() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    leave_ = true;
  }
  wake_.notify_all();
  counter_.join();
  meter_.join();
  console_.ShowProgress("");
}

void ProgressMeter::Show() {
  constexpr auto kTick = std::chrono::milliseconds(200);
  auto begin = std::chrono::steady_clock::now();
  ProgressView view;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, kTick, [this] { return leave_.load(); })) {
    const auto now = std::chrono::steady_clock::now();
    const bool gathering = progress_.gathering;
    if (view.gathering != gathering) begin = now;  // each pass has its pace
    view.gathering = gathering;
    const std::chrono::duration<double> passed = now - begin;
    view.done = gathering ? progress_.gathered.load() : progress_.done.load();
    view.total =
        progress_.discovery_done ? progress_.found.load() : counted_.load();
    view.total = view.total == 0 ? 0 : std::max(view.total, view.done);
    view.quarantined = progress_.quarantined;
    view.bytes = progress_.bytes_in;
    view.seconds = passed.count();
    console_.ShowProgress(ProgressText(view));
  }
}

void ProgressMeter::Count(const std::vector<std::string>& sources) {
  // Links are not followed and errors end a source: an estimate needs neither.
  std::uint64_t count = 0;
  for (const std::string& source : sources) {
    std::error_code error;
    if (!std::filesystem::is_directory(source, error)) ++count;
    std::filesystem::recursive_directory_iterator entries(
        source, std::filesystem::directory_options::skip_permission_denied,
        error);
    while (!error && entries != std::filesystem::end(entries)) {
      if (leave_) return;
      if (!entries->is_directory(error)) ++count;
      entries.increment(error);
    }
  }
  counted_ = count;
}

}  // namespace dcmscrub
