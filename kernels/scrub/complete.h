// The fourth phase of a scrub: what the object lacks and must have is added to
// its top level.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/clean/text_changer.h"
#include "kernels/emit/encrypted_attributes.h"
#include "kernels/scrub/decide.h"
#include "kernels/scrub/patch_writer.h"
#include "kernels/scrub/residue_remover.h"
#include "kernels/scrub/scrub_begin.h"
#include "kernels/scrub/scrub_job.h"

namespace dcmscrub {

class Completer {
 public:
  // What it works with; `text` and `originals` are working storage.
  struct Tools {
    const SiteState& site;
    TextChanger& texts;
    OriginalsEncrypter& encrypter;
    ResidueRemover& remover;
    PatchWriter& writer;
    std::string& text;
    std::vector<std::uint32_t>& originals;
  };

  Completer(const ScrubJob& job, const NewIdentifiers& ids, const Tools& tools,
            ScrubNotes& notes)
      : job_(job),
        ids_(ids),
        tools_(tools),
        writer_(tools.writer),
        notes_(notes) {}

  // After all elements; `present` is what they told.
  void Complete(const Present& present);

 private:
  void AddText(Tag tag, Vr vr, std::string_view value);
  void AddMarks(unsigned present);
  void AddSets();
  bool IsToBeSet(const SiteTable::SetRule& set) const;
  void AddComputed(const SiteTable::SetRule& set);
  void AddOriginals();

  Arena& arena() { return writer_.arena(); }

  const ScrubJob& job_;
  const NewIdentifiers& ids_;
  const Tools tools_;
  PatchWriter& writer_;
  ScrubNotes& notes_;
};

}  // namespace dcmscrub
