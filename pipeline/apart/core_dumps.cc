#include "pipeline/apart/core_dumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace dcmscrub {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define DCMSCRUB_IS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DCMSCRUB_IS_SANITIZED
#endif

#if defined(NDEBUG) && !defined(DCMSCRUB_IS_SANITIZED)
constexpr bool kMayBeLookedInto = false;
#else
constexpr bool kMayBeLookedInto = true;
#endif

}  // namespace

void ForbidCoreDumps() {
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (!kMayBeLookedInto) prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace dcmscrub
