#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

DataSet PulseSequence() {
  return DataSet()
      .Text(0x0018, 0x0023, "CS", "2D")
      .Text(0x0018, 0x9005, "SH", "*se2d1")
      .Text(0x0018, 0x9008, "CS", "SPIN")
      .Text(0x0018, 0x9011, "CS", "NO")
      .Text(0x0018, 0x9012, "CS", "NO")
      .Text(0x0018, 0x9014, "CS", "NO")
      .Text(0x0018, 0x9015, "CS", "NO")
      .Text(0x0018, 0x9017, "CS", "NONE")
      .Text(0x0018, 0x9018, "CS", "NO")
      .Text(0x0018, 0x9024, "CS", "NO")
      .Text(0x0018, 0x9025, "CS", "NONE")
      .Text(0x0018, 0x9029, "CS", "NONE")
      .Text(0x0018, 0x9032, "CS", "RECTILINEAR")
      .Text(0x0018, 0x9033, "CS", "SINGLE")
      .Text(0x0018, 0x9034, "CS", "LINEAR")
      .Numbers(0x0018, 0x9093, "US", {1});
}

DataSet FrameType() {
  return DataSet()
      .Text(0x0008, 0x9007, "CS", "ORIGINAL\\PRIMARY\\T1\\NONE")
      .Text(0x0008, 0x9205, "CS", "MONOCHROME")
      .Text(0x0008, 0x9206, "CS", "VOLUME")
      .Text(0x0008, 0x9207, "CS", "NONE")
      .Text(0x0008, 0x9208, "CS", "MAGNITUDE")
      .Text(0x0008, 0x9209, "CS", "T1");
}

DataSet Timing() {
  return DataSet()
      .Text(0x0018, 0x0080, "DS", "500")
      .Text(0x0018, 0x0091, "IS", "1")
      .Text(0x0018, 0x1314, "DS", "90")
      .Numbers(0x0018, 0x9240, "US", {0})
      .Numbers(0x0018, 0x9241, "US", {1})
      .Sequence(0x0018, 0x9176,
                {DataSet()
                     .Text(0x0018, 0x9177, "CS", "STATIC FIELD")
                     .Text(0x0018, 0x9178, "CS", "IEC_NORMAL")})
      .Text(0x0018, 0x9180, "CS", "DB_DT")
      .Floats(0x0018, 0x9182, "FD", {12.5})
      .Sequence(0x0018, 0x9239,
                {DataSet()
                     .Text(0x0018, 0x9179, "CS", "IEC_WHOLE_BODY")
                     .Floats(0x0018, 0x9181, "FD", {1.1})});
}

DataSet Modifier() {
  return DataSet()
      .Text(0x0018, 0x9009, "CS", "NO")
      .Text(0x0018, 0x9010, "CS", "NONE")
      .Text(0x0018, 0x9016, "CS", "NONE")
      .Text(0x0018, 0x9021, "CS", "NO")
      .Text(0x0018, 0x9026, "CS", "NONE")
      .Text(0x0018, 0x9027, "CS", "NONE")
      .Text(0x0018, 0x9081, "CS", "NO")
      .Text(0x0018, 0x9077, "CS", "NO");
}

DataSet ImagingModifier() {
  return DataSet()
      .Text(0x0018, 0x0095, "DS", "130")
      .Text(0x0018, 0x9020, "CS", "NONE")
      .Text(0x0018, 0x9022, "CS", "NO")
      .Text(0x0018, 0x9028, "CS", "NONE")
      .Floats(0x0018, 0x9098, "FD", {63.6});
}

DataSet ReceiveCoil(const SamplePatient& p) {
  return DataSet()
      .Text(0x0018, 0x1250, "SH", "HEAD")
      .Text(0x0018, 0x9041, "LO", p.serial_number)
      .Text(0x0018, 0x9043, "CS", "HEAD")
      .Text(0x0018, 0x9044, "CS", "NO");
}

DataSet TransmitCoil() {
  return DataSet()
      .Text(0x0018, 0x1251, "SH", "BODY")
      .Text(0x0018, 0x9050, "LO", "Sample Imaging Works")
      .Text(0x0018, 0x9051, "CS", "BODY");
}

DataSet FieldOfView() {
  return DataSet()
      .Text(0x0018, 0x1312, "CS", "ROW")
      .Text(0x0018, 0x0093, "DS", "100")
      .Text(0x0018, 0x0094, "DS", "100")
      .Numbers(0x0018, 0x9058, "US", {64})
      .Numbers(0x0018, 0x9231, "US", {64});
}

DataSet SharedGroups(const SamplePatient& p) {
  return DataSet()
      .Sequence(0x0018, 0x9006, {ImagingModifier()})
      .Sequence(0x0018, 0x9042, {ReceiveCoil(p)})
      .Sequence(0x0018, 0x9049, {TransmitCoil()})
      .Sequence(0x0018, 0x9112, {Timing()})
      .Sequence(0x0018, 0x9114, {DataSet().Floats(0x0018, 0x9082, "FD", {12})})
      .Sequence(0x0018, 0x9115, {Modifier()})
      .Sequence(0x0018, 0x9119, {DataSet().Text(0x0018, 0x0083, "DS", "1")})
      .Sequence(0x0018, 0x9125, {FieldOfView()})
      .Sequence(0x0018, 0x9226, {FrameType()})
      .Sequence(
          0x0020, 0x9071,
          {DataSet()
               .Text(0x0020, 0x9072, "CS", "U")
               .Sequence(0x0008, 0x2218, {Code("69536005", "SCT", "Head")})})
      .Sequence(0x0020, 0x9116,
                {DataSet().Text(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0")})
      .Sequence(0x0028, 0x9110,
                {DataSet()
                     .Text(0x0018, 0x0050, "DS", "3")
                     .Text(0x0018, 0x0088, "DS", "3")
                     .Text(0x0028, 0x0030, "DS", "0.75\\0.75")})
      .Sequence(0x0028, 0x9145,
                {DataSet()
                     .Text(0x0028, 0x1052, "DS", "0")
                     .Text(0x0028, 0x1053, "DS", "1")
                     .Text(0x0028, 0x1054, "LO", "US")});
}

DataSet Frame(const SamplePatient& p, int number) {
  const std::string start = p.study_date + "080500.00";
  DataSet content;
  content.Text(0x0018, 0x9074, "DT", start)
      .Text(0x0018, 0x9151, "DT", start)
      .Floats(0x0018, 0x9220, "FD", {40})
      .Text(0x0020, 0x9056, "SH", "1")
      .Numbers(0x0020, 0x9057, "UL", {number})
      .Numbers(0x0020, 0x9128, "UL", {1})
      .Numbers(0x0020, 0x9156, "US", {1})
      .Numbers(0x0020, 0x9157, "UL", {1, number})
      .Text(0x0020, 0x9158, "LT", "Frame of " + p.id);
  DataSet frame;
  frame.Sequence(0x0020, 0x9111, {content})
      .Sequence(0x0020, 0x9113,
                {DataSet().Text(0x0020, 0x0032, "DS",
                                "-120\\-120\\" + std::to_string(3 * number))})
      .Sequence(0x0028, 0x9132,
                {DataSet()
                     .Text(0x0028, 0x1050, "DS", "40")
                     .Text(0x0028, 0x1051, "DS", "400")})
      .Text(0x0021, 0x0010, "LO", "SAMPLE FRAME 01")
      .Text(0x0021, 0x1001, "LO", p.name);
  return frame;
}

void AddDimensions(DataSet& d, const SamplePatient& p) {
  const std::string uid = p.Uid(kDimensionUidNumber);
  const auto index = [&](std::uint32_t pointer) {
    return DataSet()
        .Text(0x0020, 0x9164, "UI", uid)
        .Numbers(0x0020, 0x9165, "AT", {pointer})
        .Numbers(0x0020, 0x9167, "AT", {0x00209111});
  };
  d.Sequence(0x0020, 0x9221, {DataSet().Text(0x0020, 0x9164, "UI", uid)})
      .Sequence(0x0020, 0x9222, {index(0x00209056), index(0x00209057)});
}

}  // namespace

DataSet EnhancedMrImage(const SamplePatient& patient, Slot slot, int frames,
                        PixelSize size) {
  DataSet d = CommonModules(patient, slot, sop_class::kEnhancedMr, "MR");
  d.Add(ImageModules(patient, slot, size, 16, 12));
  d.Add(PulseSequence());
  d.Add(FrameType()).Drop(0x0008, 0x9007);
  AddDimensions(d, patient);
  d.Text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\T1\\NONE")
      .Text(0x0008, 0x002A, "DT", patient.study_date + "080500.00")
      .Text(0x0018, 0x0087, "DS", "1.5")
      .Floats(0x0018, 0x9073, "FD", {4000})
      .Text(0x0018, 0x9004, "CS", "PRODUCT")
      .Text(0x0018, 0x9064, "CS", "NONE")
      .Text(0x0018, 0x9100, "CS", "1H")
      .Text(0x0018, 0x9174, "CS", "IEC")
      .Text(0x0018, 0x5100, "CS", "HFS")
      .Text(0x0020, 0x0052, "UI", patient.Uid(kFrameOfReferenceUidNumber))
      .Text(0x0020, 0x1040, "LO")
      .Text(0x0028, 0x0008, "IS", std::to_string(frames))
      .Text(0x2050, 0x0020, "CS", "IDENTITY")
      .Sequence(0x0040, 0x0555, {})
      .Sequence(0x5200, 0x9229, {SharedGroups(patient)});
  std::vector<DataSet> groups;
  for (int i = 1; i <= frames; ++i) groups.push_back(Frame(patient, i));
  d.Sequence(0x5200, 0x9230, std::move(groups));
  d.Numbers(0x7FE0, 0x0010, "OW",
            Noise(slot.instance,
                  std::size_t{size.rows} * size.columns *
                      static_cast<std::size_t>(frames),
                  12));
  return d;
}

}  // namespace dcmscrub
