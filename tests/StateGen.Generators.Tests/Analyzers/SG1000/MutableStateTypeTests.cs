using StateGen.CodeFixes.SG1000;
using StateGen.CodeFixes.SG3000;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class MutableStateTypeTests() : RuleTests("SG1010")
{
    [Fact]
    public Task An_array_is_reported() => VerifyMembersAsync("[State] private partial [|int[]?|] Last { get; set; }");

    [Fact]
    public Task A_collection_of_the_library_is_reported() => VerifyMembersAsync("[State] private partial [|List<int>?|] Last { get; set; }");

    [Fact]
    public Task A_list_of_arrays_is_reported() => VerifyMembersAsync("[State] private partial [|ListState<byte[]>|] Blobs { get; }");

    [Fact]
    public Task A_class_with_setters_is_reported() => VerifyMembersAsync("[State] private partial [|Order?|] Last { get; set; }", """
        internal sealed class Order
        {
            public long Price { get; set; }
        }
        """);

    [Fact]
    public Task A_class_with_a_field_that_can_be_set_is_reported() => VerifyMembersAsync("[State] private partial [|Order?|] Last { get; set; }", """
        internal sealed class Order(long price)
        {
            private long _price = price;

            public long Price => _price++;
        }
        """);

    [Fact]
    public Task A_record_with_a_member_that_can_be_changed_is_reported() => VerifyMembersAsync("[State] private partial [|MapState<string, Order>|] ById { get; }", "internal sealed record Order(string Id, Dictionary<string, int> Lines);");

    [Fact]
    public Task A_struct_with_setters_is_reported() => VerifyMembersAsync("[State] private partial [|Order|] Last { get; set; }", """
        internal struct Order
        {
            public long Price { get; set; }
        }
        """);

    [Fact]
    public Task A_record_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", """
        internal sealed record Order(string Id)
        {
            public long Price { get; init; }
        }
        """);

    [Fact]
    public Task A_class_that_is_set_by_its_constructor_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", """
        internal sealed class Order(long price)
        {
            public long Price { get; } = price;
        }
        """);

    [Fact]
    public Task A_record_struct_with_setters_is_correct_because_it_is_handed_out_as_a_copy() => VerifyMembersAsync("[State] private partial Order Last { get; set; }", "internal record struct Order(string? Id, long Price);");

    [Fact]
    public Task A_list_of_numbers_is_correct() => VerifyMembersAsync("[State] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_fix_copies_what_the_state_holds() => VerifyFixAsync<MutableStateTypeCopyCodeFixProvider>(
        """
        [State] private partial [|int[]?|] Last { get; set; }
            [State(Name = "orders", Copy = false)] private partial [|MapState<string, Order>|] ById { get; }
        """, "", """
        [State(Copy = true)] private partial int[]? Last { get; set; }
            [State(Name = "orders", Copy = true)] private partial MapState<string, Order> ById { get; }
        """, "", "internal sealed class Order { public long Price { get; set; } }");

    [Fact]
    public Task No_fix_copies_what_could_not_be_kept_all_the_same() =>
        VerifyNoFixAsync<MutableStateTypeCopyCodeFixProvider>("[State] private partial [|List<Action>?|] Last { get; set; }", "");

    [Fact]
    public Task A_fix_keeps_an_immutable_array() => VerifyFixAsync<MutableStateTypeImmutableArrayCodeFixProvider>(
        "using System.Collections.Immutable;\n\n" + Arrays("[|int[]?|]", "[|ListState<List<string>>|]", "[|MapState<string, byte[]>|]"),
        "using System.Collections.Immutable;\n\n" + Arrays("ImmutableArray<int>?", "ListState<ImmutableArray<string>>", "MapState<string, ImmutableArray<byte>>"));

    [Fact]
    public Task No_fix_keeps_an_immutable_array_where_the_code_would_not_compile() => VerifyNoFixAsync<MutableStateTypeImmutableArrayCodeFixProvider>(
        "[State] private partial [|List<int>?|] Last { get; set; }", "context.Emit(Last?.Count ?? value);");

    [Fact]
    public Task No_fix_keeps_an_immutable_array_of_what_can_be_changed() => VerifyNoFixAsync<MutableStateTypeImmutableArrayCodeFixProvider>(
        "[State] private partial [|List<int[]>?|] Last { get; set; }", "");

    [Theory]
    [InlineData("{|SG2007:(Seen ??= []).Add(value)|};", "Seen.Add(value);")]
    [InlineData("{|SG2007:(this.Seen ??= new()).Add(value)|};", "this.Seen.Add(value);")]
    [InlineData("Seen!.AddRange([value, 2]); Seen = null;", "Seen.AddRange([value, 2]); Seen.Clear();")]
    [InlineData("Seen = [.. Seen ?? [], value];", "Seen.Add(value);")]
    [InlineData("Seen = null; Seen = []; Seen = new List<int>();", "Seen.Clear(); Seen.Clear(); Seen.Clear();")]
    [InlineData("foreach (var seen in Seen ?? []) context.Emit(seen);", "foreach (var seen in Seen) context.Emit(seen);")]
    public Task A_fix_keeps_a_list_in_a_list_state(string statements, string expected) => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        "[State] private partial [|List<int>?|] Seen { get; set; }", statements, "[State] private partial ListState<int> Seen { get; }", expected);

    [Theory]
    [InlineData("{|SG2007:(ByName ??= [])[Key] = value|};", "ByName[Key] = value;")]
    [InlineData("{|SG2007:ByName![Key] += value|};", "ByName[Key] += value;")]
    [InlineData("if ((ByName ?? []).TryGetValue(Key, out var known)) context.Emit(known);", "if (ByName.TryGetValue(Key, out var known)) context.Emit(known);")]
    [InlineData("if (ByName!.Remove(Key)) ByName = null;", "if (ByName.Remove(Key)) ByName.Clear();")]
    [InlineData("foreach (var (name, count) in ByName ?? []) context.Emit(name.Length + count);", "foreach (var (name, count) in ByName) context.Emit(name.Length + count);")]
    public Task A_fix_keeps_a_dictionary_in_a_map_state(string statements, string expected) => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        "[State] private partial [|Dictionary<string, int>?|] ByName { get; set; }", statements, "[State] private partial MapState<string, int> ByName { get; }", expected);

    [Theory]
    [InlineData("{|SG2007:(Names ??= []).Add(Key)|};", "Names[Key] = true;")]
    [InlineData("if ((Names ?? []).Contains(Key)) {|SG2007:Names!.Remove(Key)|};", "if (Names.ContainsKey(Key)) Names.Remove(Key);")]
    [InlineData("foreach (var name in Names ?? []) context.Emit(name.Length);", "foreach (var name in Names.Keys) context.Emit(name.Length);")]
    public Task A_fix_keeps_a_set_in_a_map_state(string statements, string expected) => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        "[State] private partial [|HashSet<string>?|] Names { get; set; }", statements, "[State] private partial MapState<string, bool> Names { get; }", expected);

    [Fact]
    public Task A_fix_removes_what_makes_a_collection_that_a_collection_state_always_has() => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        "[State] private partial [|List<int>?|] Seen { get; set; }\n    [State] private partial [|HashSet<string>?|] Names { get; set; }",
        "Seen ??= [];\n        {|SG2007:Seen.Add(value)|};\n        Names ??= new HashSet<string>();\n        {|SG2007:Names.Add(Key)|};",
        "[State] private partial ListState<int> Seen { get; }\n    [State] private partial MapState<string, bool> Names { get; }",
        "Seen.Add(value);\n        Names[Key] = true;");

    [Theory]
    [InlineData("List<int>?", "context.Emit(Last?.Count ?? 0);")]
    [InlineData("List<int>?", "Last?{|SG2007:.Add(value)|};")]
    [InlineData("List<int>?", "var seen = Last ??= []; {|SG2007:seen.Add(value)|};")]
    [InlineData("List<int>?", "{|SG2007:Last!.Insert(0, value)|};")]
    [InlineData("List<int>?", "Last = [value, .. Last ?? []];")]
    [InlineData("List<int[]>?", "{|SG2007:(Last ??= []).Add([value])|};")]
    [InlineData("Dictionary<string, int>?", "{|SG2007:(Last ??= []).Add(Key, value)|};")]
    [InlineData("Dictionary<string, int>?", "{|SG2007:(Last ??= []).Remove(Key, out var old)|};")]
    [InlineData("HashSet<string>?", "if ({|SG2007:(Last ??= []).Add(Key)|}) context.Emit(value);")]
    [InlineData("HashSet<string>?", "{|SG2007:Last!.Add(Last.Contains(Key) ? \"a\" : \"b\")|};")]
    [InlineData("HashSet<string>?", "context.Emit(Last!.TryGetValue(Key, out var known) ? known.Length : 0);")]
    [InlineData("Queue<int>?", "{|SG2007:(Last ??= new()).Clear()|};")]
    public Task No_fix_keeps_a_collection_state_where_a_use_has_no_counterpart(string type, string statements) =>
        VerifyNoFixAsync<CollectionInValueStateCodeFixProvider>($"[State] private partial [|{type}|] Last {{ get; set; }}", statements);

    [Fact]
    public Task A_fix_turns_a_class_into_a_record() => VerifyFixAsync<MutableStateTypeRecordCodeFixProvider>(
        """
        [State] private partial [|Order?|] Last { get; set; }
            [State] private partial [|MapState<string, Order>|] ById { get; }
        """, MadeOnce, """
        [State] private partial Order? Last { get; set; }
            [State] private partial MapState<string, Order> ById { get; }
        """, MadeOnce, OrderOf("class", "set"), OrderOf("record", "init"));

    [Theory]
    [InlineData("Last = new() { Price = value }; {|SG2007:Last.Price++|};", "")]
    [InlineData("if (Last is { } last) {|SG2007:(last.Price, last.Tax) = (value, 1)|};", "")]
    [InlineData("", "internal sealed class Change { public static void Raise(Order order) => order.Price++; }")]
    [InlineData("", "internal class Line : Order { }")]
    public Task No_fix_turns_a_class_into_a_record_where_code_needs_it_as_it_is(string statements, string moreTypes) => VerifyNoFixAsync<MutableStateTypeRecordCodeFixProvider>(
        "[State] private partial [|Order?|] Last { get; set; }", statements, "internal class Order { public long Price { get; set; } public long Tax { get; set; } }\n\n" + moreTypes);

    [Theory]
    [InlineData("internal sealed class Order { public long Price { get; set; } public List<int>? Lines { get; set; } }")]
    [InlineData("internal sealed class Order { public long Price { get; set; } public long Tax = 1; }")]
    [InlineData("internal sealed class Order(long price) { public long Price { get; set; } = price; }")]
    [InlineData("internal sealed class Order { public long Price { get; set; } public void Raise() => Price++; }")]
    [InlineData("internal sealed class Order { private long _price; public long Tax { get; set; } public long Price { get => _price; set => _price = value; } }")]
    [InlineData("internal sealed class Order : Priced { public long Tax { get; set; } } internal class Priced { public long Price { get; set; } }")]
    [InlineData("internal sealed partial class Order { public long Price { get; set; } } internal sealed partial class Order { public long Tax { get; set; } }")]
    public Task No_fix_turns_into_a_record_what_could_be_changed_all_the_same(string order) => VerifyNoFixAsync<MutableStateTypeRecordCodeFixProvider>(
        "[State] private partial [|Order?|] Last { get; set; }", "", order);

    [Theory]
    [InlineData("internal static class Elsewhere { public static void Raise(Order order) => order.Price++; }", false)]
    [InlineData("internal static class Elsewhere { public static Order Make() => new() { Price = 1 }; }", true)]
    public async Task Other_files_are_looked_at_before_a_class_becomes_a_record(string otherFile, bool isOffered)
    {
        const string Code = """
            using StateGen;

            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial Order? Last { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => Last = new() { Price = value };
            }

            internal sealed class Order { public long Price { get; set; } }
            """;
        var titles = await new FixedCode(new MutableStateTypeRecordCodeFixProvider(), RuleId, otherFile).FindTitlesAsync(Code);
        Assert.Equal(isOffered, titles.Any());
    }

    private const string MadeOnce = "Last = new() { Price = value, Name = Key }; ById[Key] = new Order(\"a\") { Price = Last.Price };";

    private static string OrderOf(string kind, string accessor) => $$"""
        /// <summary>An order.</summary>
        internal sealed {{kind}} Order : IComparable<Order>
        {
            public static int Made { get; set; }

            public Order() => Made++;

            public Order(string? name) => Name = name;

            /// <summary>The price.</summary>
            public required long Price { get; {{accessor}}; }

            public string? Name { get; {{accessor}}; } = "none";

            public bool IsFree => Price == 0;

            public int CompareTo(Order? other) => Price.CompareTo(other?.Price ?? 0);
        }
        """;

    private static string Arrays(string last, string names, string blobs) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial {{last}} Last { get; set; }
            [State] private partial {{names}} Names { get; }
            [State] private partial {{blobs}} Blobs { get; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Last = [value];
                Names.Add(["a"]);
                Blobs["b"] = [1, 2];
            }
        }

        """;

    [Fact]
    public Task An_array_that_is_copied_is_correct() => VerifyMembersAsync("[State(Copy = true)] private partial int[]? Last { get; set; }");

    [Fact]
    public Task An_immutable_array_is_correct() => VerifyMembersAsync("[State] private partial System.Collections.Immutable.ImmutableArray<int>? Last { get; set; }");

    [Fact]
    public Task A_tuple_that_holds_an_array_is_reported() => VerifyMembersAsync("[State] private partial [|(int, int[])?|] Last { get; set; }");

    [Fact]
    public Task A_list_in_a_generic_record_is_reported() => VerifyMembersAsync("[State] private partial [|Box<List<int>>?|] Last { get; set; }", "internal sealed record Box<T>(T Value);");

    [Fact]
    public Task A_base_record_with_a_setter_is_reported() => VerifyMembersAsync("[State] private partial [|Derived?|] Last { get; set; }", "internal record Origin { public int Value { get; set; } } internal sealed record Derived(int Other) : Origin;");

    [Fact]
    public Task A_case_of_a_union_with_a_setter_is_reported() => VerifyMembersAsync("[State] private partial [|IShape?|] Last { get; set; }", "[UnionCase(0, typeof(Circle))] internal interface IShape; internal sealed record Circle : IShape { public double Radius { get; set; } }");

    [Fact]
    public Task A_class_that_can_be_changed_and_is_in_no_state_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; } private static Order Make() => new() { Price = 1 }; private static long Next => Make().Price;", "internal sealed class Order { public long Price { get; set; } }");

    [Fact]
    public Task A_computed_member_of_a_mutable_type_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", "internal sealed record Order(string Id) { public int[] Digits => [Id.Length]; }");

    [Fact]
    public Task A_generic_record_of_text_is_correct() => VerifyMembersAsync("[State] private partial Box<Box<string>>? Last { get; set; }", "internal sealed record Box<T>(T Value);");

    private const string Collected = """
        internal readonly struct Joined : IReducer<int[]>
        {
            public static int[] Reduce(int[] accumulator, int[] value) => [.. accumulator, .. value];
        }

        internal readonly struct Median : IAggregator<int, List<int>, int>
        {
            public static List<int> CreateAccumulator() => [];

            public static List<int> Add(List<int> accumulator, int value) => [.. accumulator, value];

            public static int GetResult(List<int> accumulator) => accumulator.Order().ElementAt(accumulator.Count / 2);
        }
        """;

    [Fact]
    public Task An_accumulator_that_can_be_changed_is_reported_and_copied_by_a_fix() => VerifyFixAsync<MutableStateTypeCopyCodeFixProvider>(
        """
        [State] private partial [|ReducingState<int[], Joined>|] All { get; }
            [State] private partial [|AggregatingState<int, List<int>, int, Median>|] Middle { get; }
        """, "", """
        [State(Copy = true)] private partial ReducingState<int[], Joined> All { get; }
            [State(Copy = true)] private partial AggregatingState<int, List<int>, int, Median> Middle { get; }
        """, "", Collected);

    [Fact]
    public Task Values_and_results_that_can_be_changed_are_correct_because_they_are_not_stored() => VerifyMembersAsync("[State] private partial AggregatingState<int[], int, int[], Largest> Most { get; }", """
        internal readonly struct Largest : IAggregator<int[], int, int[]>
        {
            public static int CreateAccumulator() => int.MinValue;

            public static int Add(int accumulator, int[] value) => Math.Max(accumulator, value.Max());

            public static int[] GetResult(int accumulator) => [accumulator];
        }
        """);
}
