package io.flinkarrow.layout;

/**
 * What a walk over the columns of a body does for each layout. A walker names all of them, so that
 * it does not compile when a layout is added.
 *
 * @param <A> what it is told about the column, such as which slots are wanted
 * @param <E> what it throws
 */
public interface LayoutVisitor<A, E extends Exception> {

  void nothing(ColumnLayout.Nothing column, A argument) throws E;

  void bits(ColumnLayout.Bits column, A argument) throws E;

  void fixed(ColumnLayout.Fixed column, A argument) throws E;

  void indices(ColumnLayout.Indices column, A argument) throws E;

  void bytes(ColumnLayout.Bytes column, A argument) throws E;

  void views(ColumnLayout.Views column, A argument) throws E;

  void struct(ColumnLayout.Struct column, A argument) throws E;

  void list(ColumnLayout.OffsetList column, A argument) throws E;

  void listViews(ColumnLayout.ListViews column, A argument) throws E;

  void fixedSizeList(ColumnLayout.FixedSizeList column, A argument) throws E;

  void union(ColumnLayout.Union column, A argument) throws E;

  void runEnds(ColumnLayout.RunEnds column, A argument) throws E;
}
