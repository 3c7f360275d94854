// Preamble and file meta information → where the data set starts, and how it
// is encoded. PS3.10 7.1.
#pragma once

#include <cstdint>

#include "kernels/core/bytes.h"
#include "kernels/core/encoding.h"
#include "kernels/core/error.h"
#include "kernels/core/short_text.h"

namespace dcmscrub {

// Bytes of a file's head that ReadFilePrefix wants to see, or all of a
// shorter file. File meta that goes on after that is refused.
inline constexpr std::uint64_t kFilePrefixBytes = 32 * 1024;

struct FilePrefix {
  std::uint64_t data_set_offset = 0;
  TransferSyntax syntax;    // of the output: as declared, or what native data
                            // sets that are not in it really are in. Views
                            // new_syntax where the tables lack it
  Encoding encoding;        // of the data set as it really is. It differs from
                            // syntax.encoding only where the syntax exists in
                            // one form alone: then headers must be rewritten
  ShortText sop_class_uid;  // (0002,0002); empty when missing or longer
  ShortText sop_instance_uid;  // (0002,0003)   than a UID may be
  ShortText new_syntax;        // one of the Standard's that is newer than the
                         // tables: pixels in it may be native or fragments
  WarningSet warnings;
};

// What is put right: no preamble, or one without its "DICM"; file meta that is
// missing, in implicit VR, or of a wrong length; a data set in another encoding
// than is declared. A transfer syntax that the tables lack is taken if it is
// the Standard's and the data set is in explicit VR little endian, as that of
// all new ones is (PS3.5 A.4); one of another's may tell who they are.
//
// `head` is the start of the file, `file_size` its length. On a fault the
// prefix is of no use. kNotDicom and kDicomdir say that the file is not one
// for us rather than wrong; with kDicomdir the prefix is whole, but for a
// data_set_offset of 0 where no data set can be read.
Fault ReadFilePrefix(Bytes head, std::uint64_t file_size, FilePrefix& prefix);

}  // namespace dcmscrub
