#include <csetjmp>
// jpeglib.h wants it first.
#include <cstdio>
// clang-format off
#include <jpeglib.h>
// clang-format on

#include <cstdlib>

#include "pipeline/pictures/picture.h"

namespace dcmscrub {
namespace {

// Letters of a few pixels are still clean at this; a third more bytes buy
// nothing that is seen.
constexpr int kQuality = 80;

struct Errors {
  jpeg_error_mgr base;  // first: what the library hands back
  std::jmp_buf back;
};

[[noreturn]] void GoBack(j_common_ptr codec) {
  std::longjmp(reinterpret_cast<Errors*>(codec->err)->back, 1);
}

void SayNothing(j_common_ptr) {}

// No object with a destructor may live in here: errors jump out of it.
bool Compress(const Picture& picture, unsigned char** file,
              unsigned long* size) {
  Errors errors;
  jpeg_compress_struct codec;
  codec.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = GoBack;
  errors.base.output_message = SayNothing;
  if (setjmp(errors.back) != 0) {
    jpeg_destroy_compress(&codec);
    return false;
  }
  jpeg_create_compress(&codec);
  jpeg_mem_dest(&codec, file, size);
  codec.image_width = static_cast<JDIMENSION>(picture.width);
  codec.image_height = static_cast<JDIMENSION>(picture.height);
  codec.input_components = picture.channels;
  codec.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, kQuality, TRUE);
  codec.optimize_coding = TRUE;
  codec.comp_info[0].h_samp_factor = 1;
  codec.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&codec, TRUE);
  const std::size_t stride =
      static_cast<std::size_t>(picture.width) * picture.channels;
  while (codec.next_scanline < codec.image_height) {
    auto* row = const_cast<JSAMPLE*>(picture.pixels.data() +
                                     codec.next_scanline * stride);
    jpeg_write_scanlines(&codec, &row, 1);
  }
  jpeg_finish_compress(&codec);
  jpeg_destroy_compress(&codec);
  return true;
}

}  // namespace

std::string EncodeJpeg(const Picture& picture) {
  if (picture.pixels.empty()) return {};
  unsigned char* file = nullptr;
  unsigned long size = 0;
  std::string jpeg;
  if (Compress(picture, &file, &size)) {
    jpeg.assign(reinterpret_cast<const char*>(file), size);
  }
  std::free(file);
  return jpeg;
}

}  // namespace dcmscrub
