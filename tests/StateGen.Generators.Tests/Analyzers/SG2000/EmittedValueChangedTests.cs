namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class EmittedValueChangedTests() : RuleTests("SG2014")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            [State(Copy = true)] private partial MapState<string, List<int>> Lists { get; }
            [State(Copy = true)] private partial Order? Last { get; set; }

            private sealed class Order { public int Price { get; set; } public List<string> Lines { get; set; } = []; }

        """;

    [Fact]
    public Task A_list_that_grows_after_it_was_emitted_is_reported() => VerifyListsAsync("var items = Items ?? []; context.Emit([|items|]); items.Add(value); Items = items;");

    [Fact]
    public Task A_list_that_grows_after_it_was_emitted_to_a_side_output_is_reported() =>
        VerifyListsAsync("var items = Items ?? []; context.Emit(new OutputTag<List<int>>(\"all\"), [|items|]); items.Add(value); Items = items;");

    [Fact]
    public Task The_value_of_a_side_output_may_be_named_before_the_tag() =>
        VerifyListsAsync("var items = Items ?? []; context.Emit(value: [|items|], tag: new OutputTag<List<int>>(\"all\")); items.Add(value); Items = items;");

    [Fact]
    public Task A_list_that_is_cleared_after_it_was_emitted_is_reported() => VerifyListsAsync("var items = new List<int> { value }; context.Emit([|items|]); items.Clear();");

    [Fact]
    public Task An_element_that_is_assigned_after_it_was_emitted_is_reported() => VerifyListsAsync("var items = new List<int> { value }; context.Emit([|items|]); items[0] = 1;");

    [Fact]
    public Task A_list_that_the_next_turn_changes_is_reported() => VerifyListsAsync("var items = new List<int>(); for (var i = 0; i < value; i++) { items.Add(i); context.Emit([|items|]); }");

    [Fact]
    public Task A_list_in_a_field_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            private readonly List<int> _buffer = [];

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                _buffer.Clear(); _buffer.Add(value); context.Emit([|_buffer|]);
            }
        }
        """);

    [Fact]
    public Task An_object_whose_member_is_assigned_after_it_was_emitted_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, Order>
        {
            protected override void OnEvent(int value, OperatorContext<Order> context)
            {
                var order = new Order { Price = value };
                context.Emit([|order|]);
                order.Price++;
            }
        }

        internal sealed class Order { public int Price { get; set; } }
        """);

    [Fact]
    public Task A_list_in_a_static_field_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            private static readonly List<int> s_none = [];

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                context.Emit([|s_none|]);
            }
        }
        """);

    [Theory]
    [InlineData("[]")]
    [InlineData("Array.Empty<int>()")]
    public Task An_empty_array_that_stays_is_correct(string empty) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int[]>
        {
            [State] private partial int Count { get; set; }
            private static readonly int[] s_none = {{empty}};

            protected override void OnEvent(int value, OperatorContext<int[]> context)
            {
                Count++;
                context.Emit(s_none);
            }
        }
        """);

    [Theory]
    [InlineData("static readonly", "[1]")]
    [InlineData("static", "[]")]
    public Task An_array_that_can_change_is_reported(string modifiers, string elements) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int[]>
        {
            [State] private partial int Count { get; set; }
            private {{modifiers}} int[] s_some = {{elements}};

            protected override void OnEvent(int value, OperatorContext<int[]> context)
            {
                Count++;
                context.Emit([|s_some|]);
            }
        }
        """);

    [Fact]
    public Task A_list_that_changes_before_it_is_emitted_is_correct() => VerifyListsAsync("var items = Items ?? []; items.Add(value); Items = items; context.Emit(items);");

    [Fact]
    public Task A_copy_is_correct() => VerifyListsAsync("var items = Items ?? []; context.Emit([.. items]); items.Add(value); Items = items;");

    [Fact]
    public Task A_list_that_each_turn_makes_is_correct() => VerifyListsAsync("for (var i = 0; i < value; i++) { var items = new List<int>(); items.Add(i); context.Emit(items); }");

    [Fact]
    public Task A_variable_that_gets_another_list_is_correct() => VerifyListsAsync("var items = new List<int> { value }; context.Emit(items); items = []; items.Add(value); context.Emit(items);");

    [Fact]
    public Task Reading_after_it_was_emitted_is_correct() => VerifyListsAsync("var items = Items ?? []; context.Emit(items); Console.WriteLine(items.Count);");

    [Fact]
    public Task A_copy_of_a_list_in_a_field_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            private readonly List<int> _buffer = [];

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                _buffer.Clear(); _buffer.Add(value); context.Emit([.. _buffer]);
            }
        }
        """);

    [Fact]
    public Task A_state_is_a_copy_already() => VerifyListsAsync("context.Emit(Items ?? []);");

    [Fact]
    public Task Another_list_that_changes_is_correct() => VerifyListsAsync("var items = new List<int>(); var others = new List<int>(); context.Emit(items); others.Add(value);");

    [Fact]
    public Task A_list_that_is_sorted_after_it_was_emitted_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                var all = new List<int> { value, 1 }; Count++; context.Emit([|all|]); all.Sort();
            }
        }
        """);

    [Fact]
    public Task A_list_that_changes_in_a_branch_after_it_was_emitted_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                var all = new List<int> { value }; context.Emit([|all|]); if (Count++ > 3) all.Add(1);
            }
        }
        """);

    [Fact]
    public Task A_list_that_changes_in_the_other_branch_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                var all = new List<int> { value }; if (Count++ > 3) context.Emit(all); else all.Add(1);
            }
        }
        """);

    [Fact]
    public Task A_list_that_changes_where_it_was_not_emitted_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                var all = new List<int> { value }; if (Count++ > 3) { context.Emit(all); return; } all.Add(1); context.Emit(all);
            }
        }
        """);

    [Theory]
    [InlineData("while (lines.Count > 0) { var first = lines[0]; context.Emit(first); lines.RemoveAt(0); }")]
    [InlineData("foreach (var line in lines.ToArray()) { context.Emit(line); lines.Remove(line); }")]
    [InlineData("var first = lines.First(); context.Emit(first); lines.Clear();")]
    [InlineData("while (lines.Count > 0) { var first = lines[0]; context.Emit([|first|]); first.Price++; lines.RemoveAt(0); }")]
    public Task An_element_is_told_from_its_list(string code) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, Line>
        {
            [State(Copy = true)] private partial List<Line>? Lines { get; set; }

            protected override void OnEvent(int value, OperatorContext<Line> context)
            {
                var lines = Lines ?? []; {{code}} Lines = lines;
            }
        }

        internal sealed class Line { public int Price { get; set; } public List<int> Parts { get; set; } = []; }
        """);

    [Theory]
    [InlineData("context.Emit(current); Swap(ref current, ref spare); current.Add(2); context.Emit([.. spare]);")]
    [InlineData("context.Emit(current); Exchange(ref current, ref spare); current.Add(2);")]
    [InlineData("context.Emit(Take(ref current)); current.Add(2);")]
    [InlineData("context.Emit(System.Threading.Interlocked.Exchange(ref current, spare)); current.Add(2);")]
    [InlineData("context.Emit([|current|]); Append(ref current);")]
    public Task An_object_that_was_exchanged_is_told_from_the_new_one(string code) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            private static void Swap(ref List<int> a, ref List<int> b) { var held = a; a = b; b = held; }
            private static void Exchange(ref List<int> a, ref List<int> b) => (a, b) = (b, a);
            private static List<int> Take(ref List<int> a) { var held = a; a = []; return held; }
            private static void Append(ref List<int> a) { a ??= []; a.Add(1); }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                var current = new List<int> { value }; var spare = new List<int>(); {{code}}
            }
        }
        """);

    // The statements of a callback that emits lists.
    private Task VerifyListsAsync(string statements) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, List<int>>
        {
            [State(Copy = true)] private partial List<int>? Items { get; set; }

            protected override void OnEvent(int value, OperatorContext<List<int>> context)
            {
                {{statements}}
            }
        }
        """);

    // The members and statements of a callback that emits objects with elements that can change.
    private Task VerifyObjectsAsync(string members, string statements) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, object>
        {
            [State(Copy = true)] private partial List<Bar>? Bars { get; set; }
            {{members}}

            protected override void OnEvent(int value, OperatorContext<object> context)
            {
                {{statements}}
            }
        }

        internal sealed class Leg { public int From { get; set; } }

        internal sealed record Ping(string Unit, int At);

        internal sealed record Report(string Unit, IReadOnlyList<Leg> Legs);

        internal sealed record Pings(string Unit, IReadOnlyList<Ping> All);

        internal sealed class Bar
        {
            public int Open { get; set; }

            public List<Leg> Legs { get; set; } = [];

            public List<Ping> Pings { get; set; } = [];

            public Bar Clone()
            {
                var copy = new Bar { Open = Open };
                copy.Legs.AddRange(Legs);
                copy.Pings.AddRange(Pings);
                return copy;
            }
        }
        """);

    [Theory]
    [InlineData("var bar = new Bar(); context.Emit(bar.Clone()); bar.Open = value; context.Emit(bar);")]
    [InlineData("var bar = new Bar(); context.Emit(bar.Clone()); bar = new Bar(); bar.Pings.Add(new(Key, 1)); context.Emit(bar);")]
    [InlineData("var bar = new Bar(); for (var i = 0; i < value; i++) { bar.Pings.Add(new(Key, i)); var copy = new Bar(); copy.Pings.AddRange(bar.Pings); context.Emit(copy); }")]
    [InlineData("var legs = new List<Leg>(); context.Emit(new Report(Key, [.. legs])); legs.Add(new());")]
    [InlineData("var bars = Bars ?? []; context.Emit(bars.ToArray()); bars.Clear(); Bars = bars;")]
    [InlineData("var bars = Bars ?? []; foreach (var bar in bars) { bar.Open++; context.Emit(new List<Bar> { bar }); } Bars = bars;")]
    [InlineData("var bars = Bars ?? []; context.Emit(bars.Select(bar => bar.Open).ToList()); bars[0].Open = 1; Bars = bars;")]
    public Task A_copy_does_not_change_with_what_it_was_made_of(string statements) => VerifyObjectsAsync("", statements);

    [Theory]
    [InlineData("_legs.Clear(); _legs.Add(new()); context.Emit(new Report(Key, [.. _legs]));")]
    [InlineData("_legs.Clear(); _legs.Add(new()); context.Emit(new Report(Key, _legs.Count == 0 ? s_none : _legs.ToArray()));")]
    [InlineData("_legs.Clear(); _legs.Add(new()); context.Emit(Copy()); List<Leg> Copy() => _legs.ToList();")]
    [InlineData("_pings.Clear(); _pings.Add(new(Key, 1)); context.Emit(new Pings(Key, [.. _pings]));")]
    public Task A_copy_of_a_collection_in_a_field_is_correct(string statements) =>
        VerifyObjectsAsync("private static readonly Leg[] s_none = []; private readonly List<Leg> _legs = []; private readonly List<Ping> _pings = [];", statements);

    [Theory]
    [InlineData("_legs.Clear(); _legs.Add(new()); context.Emit([|new Report(Key, [.. _legs])|]); _legs[0].From = 1;")]
    [InlineData("_legs.Clear(); _legs.Add(new()); context.Emit([|new Report(Key, _legs)|]);")]
    public Task What_a_copy_shares_with_a_field_is_reported_if_it_changes(string statements) =>
        VerifyObjectsAsync("private readonly List<Leg> _legs = [];", statements);

    [Theory]
    [InlineData("var bars = new List<int> { 1 }.Select(one => new Bar { Open = one }).ToList(); context.Emit([|bars|]); foreach (var bar in bars) bar.Pings.Clear();")]
    [InlineData("var bars = Bars ?? []; context.Emit([|bars|]); foreach (var bar in bars) bar.Open = value; Bars = bars;")]
    [InlineData("var bar = new Bar(); context.Emit([|bar|]); bar.Legs.Add(new());")]
    [InlineData("var bar = new Bar(); var legs = bar.Legs; context.Emit([|bar|]); legs.Add(new());")]
    [InlineData("var bar = new Bar(); bar.Legs.Add(new()); context.Emit([|bar.Clone()|]); bar.Legs[0].From = 1;")]
    public Task Elements_that_change_after_their_object_was_emitted_are_reported(string statements) => VerifyObjectsAsync("", statements);
}
