// A process that crashes with the key in memory leaves nothing of it.
#include "pipeline/apart/core_dumps.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dcmscrub {
namespace {

// In a child: it cannot be undone.
int InAChild(int (*body)()) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(CoreDumps, AreForbidden) {
  EXPECT_EQ(InAChild([] {
              ForbidCoreDumps();
              rlimit limit{1, 1};
              return getrlimit(RLIMIT_CORE, &limit) == 0 &&
                             limit.rlim_cur == 0 && limit.rlim_max == 0
                         ? 0
                         : 1;
            }),
            0);
}

#ifdef NDEBUG
TEST(CoreDumps, NobodyLooksIntoTheProcess) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the leak check attaches to the process";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "the leak check attaches to the process";
#endif
#endif
  EXPECT_EQ(InAChild([] {
              ForbidCoreDumps();
              return prctl(PR_GET_DUMPABLE);
            }),
            0);
}
#endif

}  // namespace
}  // namespace dcmscrub
