#include "kernels/core/encoding.h"

namespace dcmscrub {
namespace {

constexpr TransferSyntax kSyntaxes[] = {
#include "kernels/core/transfer_syntax_data.inc"
};

}  // namespace

// Asked once for each file, and the common ones stand first: a walk will do.
std::optional<TransferSyntax> FindTransferSyntax(std::string_view uid) {
  for (const TransferSyntax& syntax : kSyntaxes) {
    if (syntax.uid == uid) return syntax;
  }
  return std::nullopt;
}

}  // namespace dcmscrub
