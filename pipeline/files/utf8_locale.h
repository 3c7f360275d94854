// The locale under which libarchive keeps names as they are.
#pragma once

#include <locale.h>

namespace dcmscrub {

// While it lives, the calling thread's characters are UTF-8: libarchive turns
// names into those of the locale, and loses what that lacks.
class Utf8Locale {
 public:
  Utf8Locale()
      : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})),
        before_(::uselocale(locale_)) {}
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    ::uselocale(before_);
    if (locale_ != locale_t{}) ::freelocale(locale_);
  }

 private:
  const locale_t locale_;  // null where there is none: what was stays
  const locale_t before_;
};

}  // namespace dcmscrub
