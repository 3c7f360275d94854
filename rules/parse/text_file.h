// Files that people write for the program: what can be one, and its lines.
#pragma once

#include <string_view>

namespace dcmscrub {

// Why a file is no text that somebody wrote, as the end of a sentence; empty:
// it can be one. A key, a certificate or a scan that is given by mistake is
// none: nothing of it may come back in a message.
std::string_view WhyNoText(std::string_view file);

// Takes the mark that some editors put before UTF-8 off it.
void TakeByteOrderMark(std::string_view& text);

// Takes the first line off `text`, which is not empty: without its end, which
// is LF, CR LF or CR.
std::string_view TakeLine(std::string_view& text);

}  // namespace dcmscrub
