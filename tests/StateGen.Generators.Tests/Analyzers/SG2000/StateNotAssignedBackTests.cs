using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateNotAssignedBackTests() : RuleTests("SG2007")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            [State(Copy = true)] private partial MapState<string, List<int>> Lists { get; }
            [State(Copy = true)] private partial Order? Last { get; set; }

            private sealed class Order { public int Price { get; set; } public List<string> Lines { get; set; } = []; public Order? Next { get; set; } }

        """;

    [Fact]
    public Task A_list_that_is_added_to_where_it_is_read_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Items!.Add(value)|];", State, "var items = Items!;\n        items.Add(value);\n        Items = items;");

    [Fact]
    public Task A_member_that_is_assigned_where_its_object_is_read_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Last!.Price = value|];", State, "var last = Last!;\n        last.Price = value;\n        Last = last;");

    [Fact]
    public Task A_collection_inside_an_object_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|this.Last!.Lines.Add(Key)|];", State, "var last = this.Last!;\n        last.Lines.Add(Key);\n        Last = last;");

    [Fact]
    public Task An_element_that_is_assigned_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Items![0] += value|];", State, "var items = Items!;\n        items[0] += value;\n        Items = items;");

    [Fact]
    public Task A_variable_that_is_not_assigned_back_is_reported_at_its_last_change() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var items = Items ?? [];\n        items.Add(value);\n        [|items.Add(value + 1)|];", State, "var items = Items ?? [];\n        items.Add(value);\n        items.Add(value + 1);\n        Items = items;");

    [Fact]
    public Task A_member_of_a_variable_is_reported() => VerifyFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var order = Last ?? new Order();\n        [|order.Price++|];", State, "var order = Last ?? new Order();\n        order.Price++;\n        Last = order;");

    [Fact]
    public Task A_conditional_change_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "Items?[|.Add(value)|];");

    [Theory]
    [InlineData("Last?.Lines?[|.Add(Key)|];")]
    [InlineData("this.Last?.Lines?[|.Add(Key)|];")]
    [InlineData("Last?.Next?.Lines?[|.Add(Key)|];")]
    [InlineData("Last?.Next?.Next!.Lines?[|.Add(Key)|];")]
    [InlineData("var order = Last; order?.Lines?[|.Add(Key)|];")]
    public Task A_change_behind_several_conditional_accesses_is_reported_without_a_fix(string code) => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, code);

    [Theory]
    [InlineData("var order = new Order(); order?.Lines?.Add(Key);")]
    [InlineData("new Order()?.Next?.Lines?.Add(Key);")]
    [InlineData("Make()?.Next?.Next?.Lines.Add(Key); static Order? Make() => null;")]
    public Task A_change_of_another_object_behind_several_conditional_accesses_is_correct(string code) => VerifyBodyAsync(State, code);

    [Fact]
    public Task A_value_of_a_map_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "[|Lists[Key].Add(value)|];");

    [Fact]
    public Task A_value_that_was_tried_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "if (Lists.TryGetValue(Key, out var list)) [|list.Add(value)|];");

    [Fact]
    public Task A_value_or_default_is_reported_without_a_fix() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var list = Lists.GetValueOrDefault(Key) ?? []; [|list.Add(value)|];");

    [Fact]
    public Task No_fix_is_offered_where_the_name_is_taken() => VerifyNoFixAsync<StateNotAssignedBackCodeFixProvider>(State, "var items = value;\n        [|Items!.Add(items)|];");

    [Fact]
    public Task A_variable_that_is_assigned_back_is_correct() => VerifyBodyAsync(State, "var items = Items ?? []; items.Add(value); Items = items;");

    [Fact]
    public Task A_value_that_is_put_back_into_its_map_is_correct() => VerifyBodyAsync(State, "var list = Lists.GetValueOrDefault(Key) ?? []; list.Add(value); Lists[Key] = list;");

    [Fact]
    public Task A_new_object_is_correct() => VerifyBodyAsync(State, "var items = new List<int>(); items.Add(value); Items = items;");

    [Fact]
    public Task A_copy_of_another_type_is_correct() => VerifyBodyAsync(State, "var items = Items!.ToList(); items.Sort(); context.Emit(items[0]);");

    [Fact]
    public Task Reading_is_correct() => VerifyBodyAsync(State, "context.Emit(Items!.Count + Last!.Price + Items.IndexOf(value));");

    [Fact]
    public Task A_handle_is_changed_in_place() => VerifyBodyAsync(State, "Seen.Add(value); ByName[Key] = value; ByName.Remove(\"a\");");

    [Fact]
    public Task An_object_that_came_with_nothing_from_state_is_correct() => VerifyBodyAsync(State, "var order = new Order(); order.Price = Count; order.Lines.Add(Key); Last = order;");

    [Fact]
    public Task A_list_that_a_pattern_found_is_reported() => VerifyBodyAsync(State, "if (Items is { } items) [|items.Add(value)|];");

    [Fact]
    public Task A_list_that_was_set_and_then_added_to_is_reported() => VerifyBodyAsync(State, "Items ??= []; [|Items.Add(value)|];");

    [Fact]
    public Task Each_change_where_a_list_is_read_is_reported() => VerifyBodyAsync(State, "[|Items!.Sort()|]; [|Items!.RemoveAll(item => item > value)|];");

    [Fact]
    public Task The_values_of_a_map_that_a_loop_changes_are_reported() => VerifyBodyAsync(State, "foreach (var (_, list) in Lists) [|list.Add(value)|];");

    [Fact]
    public Task Elements_that_change_places_are_reported() => VerifyBodyAsync(State, "var items = Items ?? []; [|(items[0], items[1]) = (items[1], items[0])|];");

    [Fact]
    public Task A_list_that_a_pattern_found_and_that_is_assigned_back_is_correct() => VerifyBodyAsync(State, "if (Items is { } items) { items.Add(value); Items = items; }");

    [Fact]
    public Task A_copy_that_is_changed_for_its_own_sake_is_correct() => VerifyBodyAsync(State, "var items = new List<int>(Items ?? []); items.Add(value); context.Emit(items.Count);");

    [Fact]
    public Task A_method_that_returns_what_it_was_given_is_correct() => VerifyBodyAsync(State + "private static List<int> With(List<int> items, int value) { items.Add(value); return items; }", "Items = With(Items ?? [], value);");

    [Fact]
    public Task The_value_of_an_entry_that_a_loop_changes_is_reported() => VerifyBodyAsync(State, "foreach (var entry in Lists) [|entry.Value.Add(value)|];");

    [Fact]
    public Task Values_of_a_map_that_a_loop_changes_are_reported() => VerifyBodyAsync(State, "foreach (var list in Lists.Values) if (list is { Count: > 3 }) [|list.RemoveAt(0)|];");

    [Fact]
    public Task Elements_of_a_list_that_a_loop_changes_are_reported() => VerifyBodyAsync(
        State + "[State(Copy = true)] private partial ListState<Order> Orders { get; }", "foreach (var order in Orders) [|order.Price += value|];");

    [Fact]
    public Task Elements_of_a_list_that_is_written_again_are_correct() => VerifyBodyAsync(
        State + "[State(Copy = true)] private partial ListState<Order> Orders { get; }",
        "var all = new List<Order>(); foreach (var order in Orders) { order.Price += value; all.Add(order); } Orders.Update(all);");

    [Fact]
    public Task New_objects_that_a_query_makes_of_values_are_correct() => VerifyBodyAsync(State, "foreach (var list in Lists.Values.Select(list => list.ToList())) { list.Sort(); context.Emit(list[0]); }");

    [Fact]
    public Task What_a_method_returns_to_be_assigned_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private List<int> With(int more) { var items = Items ?? []; items.Add(more); return items; }", "Items = With(value);");

    [Fact]
    public Task What_a_method_assigns_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private void Save(List<int> items) => Items = items;", "var items = Items ?? []; items.Add(value); Save(items);");

    [Fact]
    public Task What_is_passed_to_a_method_that_does_not_know_the_state_is_reported() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? Items { get; set; } private static int Count(List<int> items) => items.Count;", "var items = Items ?? []; [|items.Add(value)|]; context.Emit(Count(items));");

    private const string Basket = "internal sealed class Basket { public List<int> Items { get; set; } = []; public List<int> Other { get; set; } = []; }";

    [Theory]
    [InlineData("b.Items = []; B = b; old.Sort();")]
    [InlineData("b.Items = []; B = b; if (old.Count > 0) { old.Sort(); old.Add(value); }")]
    public Task A_member_that_was_replaced_and_is_changed_on_its_own_is_correct(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial Basket? B { get; set; }", "var b = B ?? new Basket(); var old = b.Items; " + code, Basket);

    [Theory]
    [InlineData("B = b; [|old.Add(value)|];")]
    [InlineData("b.Other = []; B = b; [|old.Add(value)|];")]
    [InlineData("b.Other = old; b.Items = []; B = b; [|old.Add(value)|];")]
    [InlineData("if (value > 3) b.Items = []; B = b; [|old.Add(value)|];")]
    [InlineData("b.Items = []; [|old.Add(value)|];")]
    public Task A_member_that_may_still_belong_to_the_state_is_reported(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial Basket? B { get; set; }", "var b = B ?? new Basket(); var old = b.Items; " + code, Basket);

    [Fact]
    public Task An_element_that_was_taken_out_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<Basket>? All { get; set; }", "var all = All ?? []; var first = all[0]; all.RemoveAt(0); All = all; first.Items = []; context.Emit(first.Items.Count);", Basket);

    [Theory]
    [InlineData("Swap(ref a, ref other); A = other; a.Add(value);")]
    [InlineData("var old = System.Threading.Interlocked.Exchange(ref a, other); A = a; old.Clear();")]
    public Task What_was_exchanged_for_the_value_of_the_state_is_correct(string code) => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void Swap(ref List<int> a, ref List<int> b) { var held = a; a = b; b = held; }",
        "var a = A ?? []; var other = new List<int>(); " + code);

    [Fact]
    public Task A_variable_that_only_receives_another_object_is_correct() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void Renew(ref List<int> a) { a = new List<int>(); }", "var a = A ?? []; Renew(ref a); context.Emit(a.Count);");

    [Fact]
    public Task A_change_through_a_reference_is_reported() => VerifyBodyAsync(
        "[State(Copy = true)] private partial List<int>? A { get; set; } private static void More(ref List<int> a) { a ??= []; a.Add(1); }", "var a = A!; [|More(ref a)|];");

    private const string Tally = """
        internal sealed class Tally
        {
            public int Sum { get; set; }
            public List<int> Items { get; set; } = [];
            public static Tally operator +(Tally tally, int more) { tally.Sum += more; return tally; }
            public static Tally operator -(Tally tally, int less) => new() { Sum = tally.Sum - less };
            public static Tally operator ++(Tally tally) { tally.Sum++; return tally; }
            public static Tally operator !(Tally tally) { tally.Items.Clear(); return tally; }
            public static implicit operator List<int>(Tally tally) { tally.Sum++; return tally.Items; }
        }
        """;

    [Theory]
    [InlineData("_ = [|tally + value|];")]
    [InlineData("[|tally += value|];")]
    [InlineData("[|tally++|];")]
    [InlineData("_ = [|!tally|];")]
    [InlineData("List<int> items = [|tally|]; context.Emit(items.Count);")]
    [InlineData("_ = [|tally + value|] - 1;")]
    public Task An_operator_that_changes_an_operand_is_reported(string code) => VerifyBodyAsync("[State(Copy = true)] private partial Tally? Last { get; set; }", "var tally = Last!; " + code, Tally);

    [Theory]
    [InlineData("Last = tally + value;")]
    [InlineData("tally += value; Last = tally;")]
    [InlineData("Last = Last! + value;")]
    [InlineData("context.Emit((tally - value).Sum);")]
    [InlineData("tally -= value; tally.Sum++; context.Emit(tally.Sum);")]
    public Task An_operator_whose_result_is_assigned_or_new_is_correct(string code) => VerifyBodyAsync("[State(Copy = true)] private partial Tally? Last { get; set; }", "var tally = Last!; " + code, Tally);
}
