#include "app/talk/progress.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

TEST(ProgressText, TellsTheFirstOfTwoPassesFromTheSecond) {
  ProgressView view;
  view.gathering = true;
  view.done = 512;
  view.found = 1204;
  view.found_all = true;
  view.seconds = 10;
  EXPECT_EQ(ProgressText(view),
            "gathering: 512 of 1204 files, 51 files/s, 14 s left");
  view.gathering = false;
  EXPECT_EQ(ProgressText(view),
            "512 of 1204 files, 51 files/s, 0 B/s, 14 s left");
}

TEST(ProgressText, SaysWhatIsKnown) {
  const struct {
    ProgressView view;
    std::string_view text;
  } cases[] = {
      {{0, 0, false, 0, 0, 0.2}, "0 files"},
      {{0, 1204, true, 0, 0, 0.2}, "0 of 1204 files"},
      {{1, 1, false, 0, 500, 1}, "1 file, 1.0 files/s, 500 B/s"},
      {{512, 9000, false, 0, 51200000, 10},
       "512 files, 9000 found so far, 51 files/s, 5.1 MB/s"},
      {{512, 1204, true, 1, 51200000, 10},
       "512 of 1204 files, 1 quarantined, 51 files/s, 5.1 MB/s, 14 s left"},
      {{100, 1000000, true, 0, 0, 10},
       "100 of 1000000 files, 10 files/s, 0 B/s, 27 h 46 min left"},
      {{1204, 1204, true, 0, 1000, 10},
       "1204 of 1204 files, 120 files/s, 100 B/s"},
  };
  for (const auto& c : cases) EXPECT_EQ(ProgressText(c.view), c.text);
}

}  // namespace
}  // namespace dcmscrub
