package io.flinkarrow.layout;

import java.util.List;
import org.apache.arrow.vector.BufferLayout.BufferType;

/** What the contracts of the layouts say about their buffers. */
final class OwnBuffers implements LayoutVisitor<List<BufferType>, RuntimeException> {

  @Override
  public void nothing(ColumnLayout.Nothing column, List<BufferType> buffers) {}

  @Override
  public void bits(ColumnLayout.Bits column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.DATA));
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.DATA));
  }

  @Override
  public void indices(ColumnLayout.Indices column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.DATA));
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.OFFSET, BufferType.DATA));
  }

  @Override
  public void views(ColumnLayout.Views column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.VIEWS));
  }

  @Override
  public void struct(ColumnLayout.Struct column, List<BufferType> buffers) {
    buffers.add(BufferType.VALIDITY);
  }

  @Override
  public void list(ColumnLayout.OffsetList column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.OFFSET));
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, List<BufferType> buffers) {
    buffers.addAll(List.of(BufferType.VALIDITY, BufferType.OFFSET, BufferType.SIZE));
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, List<BufferType> buffers) {
    buffers.add(BufferType.VALIDITY);
  }

  @Override
  public void union(ColumnLayout.Union column, List<BufferType> buffers) {
    buffers.add(BufferType.TYPE);
    if (column.dense()) {
      buffers.add(BufferType.OFFSET);
    }
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, List<BufferType> buffers) {}
}
