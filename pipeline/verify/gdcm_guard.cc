#include "pipeline/verify/gdcm_guard.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>

namespace dcmscrub {
namespace {

// Where the thread goes on after a failed assertion; null: nowhere.
thread_local std::jmp_buf* way_out = nullptr;

}  // namespace

bool SurvivesAssertions(void (*work)(void* context), void* context) {
  std::jmp_buf here;
  if (setjmp(here) != 0) {
    way_out = nullptr;
    return false;
  }
  way_out = &here;
  work(context);
  way_out = nullptr;
  return true;
}

}  // namespace dcmscrub

// Goes before that of the C library, for shared libraries as well. An
// exception would not get through frames whose compiler was told that none
// comes from here.
extern "C" [[noreturn]] void __assert_fail(const char* assertion,
                                           const char* file, unsigned line,
                                           const char* function) noexcept {
  if (dcmscrub::way_out != nullptr) std::longjmp(*dcmscrub::way_out, 1);
  std::fprintf(stderr, "%s:%u: %s: %s\n", file, line, function, assertion);
  std::abort();
}
