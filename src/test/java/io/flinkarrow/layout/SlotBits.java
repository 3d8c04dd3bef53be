package io.flinkarrow.layout;

import java.util.List;

/** Bits per slot of each buffer behind the validity. */
final class SlotBits implements LayoutVisitor<List<Integer>, RuntimeException> {

  @Override
  public void nothing(ColumnLayout.Nothing column, List<Integer> bits) {}

  @Override
  public void bits(ColumnLayout.Bits column, List<Integer> bits) {
    bits.add(1);
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, List<Integer> bits) {
    bits.add(column.width() * Byte.SIZE);
  }

  @Override
  public void indices(ColumnLayout.Indices column, List<Integer> bits) {
    bits.add(column.width() * Byte.SIZE);
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, List<Integer> bits) {
    bits.add(column.offsetWidth() * Byte.SIZE);
    bits.add(Byte.SIZE);
  }

  @Override
  public void views(ColumnLayout.Views column, List<Integer> bits) {
    bits.add(ViewForm.WIDTH * Byte.SIZE);
  }

  @Override
  public void struct(ColumnLayout.Struct column, List<Integer> bits) {}

  @Override
  public void list(ColumnLayout.OffsetList column, List<Integer> bits) {
    bits.add(column.offsetWidth() * Byte.SIZE);
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, List<Integer> bits) {
    bits.add(column.offsetWidth() * Byte.SIZE);
    bits.add(column.offsetWidth() * Byte.SIZE);
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, List<Integer> bits) {}

  @Override
  public void union(ColumnLayout.Union column, List<Integer> bits) {
    bits.add(Byte.SIZE);
    if (column.dense()) {
      bits.add(Integer.SIZE);
    }
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, List<Integer> bits) {}
}
