package io.flinkarrow.parquet.file;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.apache.parquet.format.RowGroup;

/** The row groups of a footer, each made when it is asked for, so that one exists at a time. */
final class FooterRowGroups extends AbstractList<RowGroup> implements RandomAccess {

  private final List<RowGroupEntry> entries;

  FooterRowGroups(List<RowGroupEntry> entries) {
    this.entries = entries;
  }

  @Override
  public RowGroup get(int ordinal) {
    return entries.get(ordinal).forFooter();
  }

  @Override
  public int size() {
    return entries.size();
  }
}
