#include "app/talk/progress.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "app/talk/messages.h"

namespace dcmscrub {

std::string ProgressText(const ProgressView& view) {
  std::string text = view.found_all ? absl::StrFormat("%d of %s", view.done,
                                                      Count(view.found, "file"))
                                    : Count(view.done, "file");
  if (view.gathering) text.insert(0, "gathering: ");
  if (view.quarantined != 0) {
    absl::StrAppendFormat(&text, ", %d quarantined", view.quarantined);
  }
  if (!view.found_all && view.found > view.done) {
    absl::StrAppendFormat(&text, ", %d found so far", view.found);
  }
  if (view.done == 0 || view.seconds <= 0) return text;
  const double rate = static_cast<double>(view.done) / view.seconds;
  text += ", " + RateText(rate);
  if (!view.gathering) {
    text +=
        ", " + BytesText(static_cast<double>(view.bytes) / view.seconds) + "/s";
  }
  if (view.found_all && view.found > view.done) {
    const auto left = static_cast<double>(view.found - view.done);
    text += ", " + DurationText(left / rate) + " left";
  }
  return text;
}

ProgressMeter::ProgressMeter(Console& console, const Progress& progress)
    : console_(console), progress_(progress), meter_([this] { Show(); }) {}

ProgressMeter::~ProgressMeter() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    leave_ = true;
  }
  wake_.notify_all();
  meter_.join();
  console_.ShowProgress("");
}

void ProgressMeter::Show() {
  constexpr auto kTick = std::chrono::milliseconds(200);
  auto begin = std::chrono::steady_clock::now();
  ProgressView view;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, kTick, [this] { return leave_; })) {
    const auto now = std::chrono::steady_clock::now();
    const bool gathering = progress_.gathering;
    if (view.gathering != gathering) begin = now;  // each pass has its pace
    view.gathering = gathering;
    const std::chrono::duration<double> passed = now - begin;
    view.done = gathering ? progress_.gathered.load() : progress_.done.load();
    view.found_all = progress_.discovery_done;
    view.found = std::max(progress_.found.load(), view.done);
    view.quarantined = progress_.quarantined;
    view.bytes = progress_.bytes_in;
    view.seconds = passed.count();
    console_.ShowProgress(ProgressText(view));
  }
}

}  // namespace dcmscrub
