package io.flinkarrow.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageStoreTest {

  private final PageStore store = new PageStore();

  @Test
  void everythingAppendedIsReadBackInAnyOrder() throws IOException {
    Random random = new Random(1);
    List<byte[]> pages = new ArrayList<>();
    List<PageStore.Location> locations = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] page = new byte[i % 50 == 0 ? random.nextInt(2_000_000) : random.nextInt(20_000)];
      random.nextBytes(page);
      pages.add(page);
      PageStore.Location mark = store.mark();
      int split = random.nextInt(page.length + 1);
      for (int j = 0; j < Math.min(split, 10); j++) {
        store.write(page[j]);
      }
      int rest = Math.min(split, 10);
      store.write(page, rest, page.length - rest);
      locations.add(store.since(mark));
    }
    for (int i = pages.size() - 1; i >= 0; i--) {
      assertThat(read(locations.get(i))).isEqualTo(pages.get(i));
    }
  }

  @Test
  void aPageThatEndsWithItsSlabIsReadBackAndSoIsTheNext() throws IOException {
    byte[] first = filled((16 << 10) - 16, 1);
    byte[] second = filled(5, 2);
    PageStore.Location firstLocation = append(first);
    PageStore.Location secondLocation = append(second);
    PageStore.Location none = append(new byte[0]);
    assertThat(read(firstLocation)).isEqualTo(first);
    assertThat(read(secondLocation)).isEqualTo(second);
    assertThat(read(none)).isEmpty();
  }

  @Test
  void anEmptyStoreRetainsNothing() {
    assertThat(store.retainedBytes()).isZero();
    append(new byte[1]);
    assertThat(store.retainedBytes()).isEqualTo(16 << 10);
    store.reset();
    assertThat(store.retainedBytes()).isZero();
  }

  @Test
  void atMostOneSlabIsRetainedInVain() {
    Random random = new Random(2);
    long appended = 0;
    for (int i = 0; i < 300; i++) {
      byte[] page = new byte[random.nextInt(300_000)];
      append(page);
      appended += page.length;
      assertThat(store.retainedBytes()).isBetween(appended, appended + appended / 1000 + 300_000);
    }
  }

  @Test
  void aResetStoreBeginsAnew() throws IOException {
    append(filled(100_000, 1));
    store.reset();
    byte[] page = filled(70_000, 3);
    assertThat(read(append(page))).isEqualTo(page);
    assertThat(store.retainedBytes()).isLessThan(120_000);
  }

  @Test
  void aRangeOutsideOfTheArrayIsRefused() {
    assertThatThrownBy(() -> store.write(new byte[3], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private PageStore.Location append(byte[] page) {
    PageStore.Location mark = store.mark();
    store.write(page, 0, page.length);
    return store.since(mark);
  }

  private byte[] read(PageStore.Location location) throws IOException {
    CopyingOutput out = new CopyingOutput();
    store.copyTo(out, location);
    return out.toByteArray();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
