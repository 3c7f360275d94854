#include "pipeline/teaching/documents/document_seal.h"

#include <algorithm>

#include "kernels/core/edit_list.h"
#include "kernels/core/element_writer.h"
#include "kernels/emit/seal.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// As the scrubber does it: all is kept of the input but the element that the
// seal stands in, which is new.
void SealDocument(const KeyedHash& hash, std::string_view policy,
                  std::size_t data_set, std::size_t seal,
                  std::vector<std::uint8_t>& file) {
  ElementIndex index;
  index.Begin(kExplicitLittle, data_set, file.size(), IndexLimits());
  index.Extend(Window{0, 0, file});
  EditList edits;
  AppendBytes(edits.arena(), Bytes(file).first(data_set));
  edits.PutArena(0, data_set);
  std::size_t place = 0;
  for (const Element& element : index.elements()) {
    if (element.parent != kNoElement) continue;
    if (element.tag != tags::kDeidentificationMethod) {
      edits.KeepInput(element.offset, element.end());
      continue;
    }
    const std::size_t begin = edits.arena().size();
    const std::size_t size = element.end() - element.offset;
    AppendBytes(edits.arena(), Bytes(file).subspan(element.offset, size));
    edits.PutArena(begin, size);
    place = begin + (seal - element.offset);
  }
  Sealer().Write(hash, policy, index, file, data_set, place, edits);
  std::copy_n(edits.arena().begin() + static_cast<std::ptrdiff_t>(place),
              kSealCharacters,
              file.begin() + static_cast<std::ptrdiff_t>(seal));
}

}  // namespace dcmscrub
