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

    [Fact]
    public Task An_element_that_may_refer_to_its_list_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, Node>
        {
            [State(Copy = true)] private partial List<Node>? Nodes { get; set; }

            protected override void OnEvent(int value, OperatorContext<Node> context)
            {
                var nodes = Nodes ?? []; var first = nodes[0]; context.Emit([|first|]); nodes.RemoveAt(0); Nodes = nodes;
            }
        }

        internal sealed class Node { public int Price { get; set; } public List<Node> Siblings { get; set; } = []; }
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
}
