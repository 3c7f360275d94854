#include "pipeline/item/unchanged.h"

#include "pipeline/item/read.h"

namespace dcmscrub {
namespace {

bool IsAsItWas(FileSystem& file_system, const std::string& path,
               const FileStamp& stamp) {
  FileInfo info;
  return file_system.Info(path, /*follow=*/false, info) == 0 &&
         info.size == stamp.size && info.modified_ns == stamp.modified_ns;
}

bool HasSize(FileSystem& file_system, const std::string& path,
             std::uint64_t size) {
  FileInfo info;
  return file_system.Info(path, /*follow=*/false, info) == 0 &&
         info.size == size;
}

}  // namespace

void PassUnchanged(FileSystem& file_system, Journal& journal,
                   Ticket& ticket) noexcept {
  Guard(ticket.ending, [&] {
    JournalRow row;
    if (!journal.Find(ticket.input.source, row) || !row.written) return;
    if (!IsAsItWas(file_system, ticket.input.source,
                   {row.size_in, row.modified_ns}) ||
        !HasSize(file_system, row.output, row.size_out)) {
      return;
    }
    ticket.output.path = row.output;
    ticket.ending.Decide(Outcome::kUnchanged, Reason::kNone);
  });
}

}  // namespace dcmscrub
