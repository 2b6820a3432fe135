package dev.stackhouse.demo.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** All products, made up but the same in every run. Immutable. */
public final class Catalogue {
    private static final int PRODUCTS = 2_000;
    private static final long SEED = 20_260_101;
    private static final List<String> CATEGORIES =
            List.of("kitchen", "garden", "office", "outdoor", "music", "toys", "lighting", "textiles");
    private static final List<String> LOOKS =
            List.of("Red", "Walnut", "Folding", "Compact", "Vintage", "Striped", "Brushed", "Nordic", "Heavy", "Quiet");
    private static final List<String> MATERIALS =
            List.of("Steel", "Oak", "Linen", "Copper", "Bamboo", "Wool", "Glass", "Cork", "Leather", "Ceramic");
    private static final List<String> THINGS = List.of(
            "Kettle",
            "Lantern",
            "Notebook",
            "Hammock",
            "Guitar",
            "Puzzle",
            "Blanket",
            "Planter",
            "Teapot",
            "Stool",
            "Lamp",
            "Basket",
            "Whistle",
            "Tray",
            "Cushion",
            "Shelf");

    private final List<Product> products;
    private final Map<String, Product> bySku = new HashMap<>();

    private Catalogue(List<Product> products) {
        this.products = List.copyOf(products);
        products.forEach(product -> bySku.put(product.sku(), product));
    }

    public static Catalogue generate() {
        Random random = new Random(SEED);
        List<Product> products = new ArrayList<>(PRODUCTS);
        for (int i = 0; i < PRODUCTS; i++) {
            String title = pick(LOOKS, random) + " " + pick(MATERIALS, random) + " " + pick(THINGS, random) + " "
                    + (100 + random.nextInt(900));
            products.add(new Product(
                    skuOf(i),
                    title,
                    List.of(title.toLowerCase(Locale.ROOT).split(" ", -1)),
                    pick(CATEGORIES, random),
                    199 + random.nextInt(40_000),
                    random.nextInt(51) / 10.0));
        }
        return new Catalogue(products);
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** The SKU of the product with that number; numbers wrap around. */
    public static String skuOf(int number) {
        return String.format(Locale.ROOT, "SKU-%05d", number % PRODUCTS);
    }

    public List<Product> products() {
        return products;
    }

    /** Null if there is no such product. */
    public @Nullable Product find(String sku) {
        return bySku.get(sku);
    }
}
