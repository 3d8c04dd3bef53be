package io.flinkarrow.layout;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Finds the values of a column in its buffers. For one column. */
final class SlotBytesFinder implements LayoutVisitor<List<ByteBuffer>, RuntimeException> {

  private Optional<SlotBytes> found = Optional.empty();

  Optional<SlotBytes> found() {
    return found;
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, List<ByteBuffer> buffers) {}

  @Override
  public void bits(ColumnLayout.Bits column, List<ByteBuffer> buffers) {}

  @Override
  public void fixed(ColumnLayout.Fixed column, List<ByteBuffer> buffers) {
    found = Optional.of(new SlotBytes.Fixed(buffers.get(1), column.width()));
  }

  @Override
  public void indices(ColumnLayout.Indices column, List<ByteBuffer> buffers) {}

  @Override
  public void bytes(ColumnLayout.Bytes column, List<ByteBuffer> buffers) {
    found =
        Optional.of(new SlotBytes.Stretches(buffers.get(1), column.offsetWidth(), buffers.get(2)));
  }

  @Override
  public void views(ColumnLayout.Views column, List<ByteBuffer> buffers) {
    found = Optional.of(new SlotBytes.Views(buffers.get(1), buffers.subList(2, buffers.size())));
  }

  @Override
  public void struct(ColumnLayout.Struct column, List<ByteBuffer> buffers) {}

  @Override
  public void list(ColumnLayout.OffsetList column, List<ByteBuffer> buffers) {}

  @Override
  public void listViews(ColumnLayout.ListViews column, List<ByteBuffer> buffers) {}

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, List<ByteBuffer> buffers) {}

  @Override
  public void union(ColumnLayout.Union column, List<ByteBuffer> buffers) {}

  @Override
  public void runEnds(ColumnLayout.RunEnds column, List<ByteBuffer> buffers) {}
}
