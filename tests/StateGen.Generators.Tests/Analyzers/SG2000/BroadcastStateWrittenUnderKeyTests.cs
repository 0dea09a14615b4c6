namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class BroadcastStateWrittenUnderKeyTests() : RuleTests("SG2016")
{
    [Fact]
    public Task An_entry_that_OnEvent_sets_is_reported() => VerifyAsync(Sample("[|Names[Key]|] = value;"));

    [Fact]
    public Task An_entry_that_is_increased_is_reported() => VerifyAsync(Sample("[|Names[Key]|]++; [|Names[Key]|] += value;"));

    [Fact]
    public Task Entries_that_are_removed_are_reported() => VerifyAsync(Sample("if ([|Names.Remove(Key)|]) context.Emit(value);"));

    [Fact]
    public Task A_state_that_is_cleared_is_reported() => VerifyAsync(Sample("if (value > 9) [|this.Names.Clear()|];"));

    [Fact]
    public Task A_write_in_a_method_that_OnEvent_calls_is_reported() => VerifyAsync(Sample("Set(value);", "private void Set(int value) => [|Names[Key]|] = value;"));

    [Fact]
    public Task A_write_in_a_timer_is_reported() => VerifyAsync(Sample(
        "context.Emit(value);", "protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => [|Names.Clear()|];"));

    [Fact]
    public Task A_write_in_a_local_function_is_reported() => VerifyAsync(Sample("Set(); void Set() => [|Names[Key]|] = value;"));

    [Fact]
    public Task A_write_in_a_visit_of_a_key_is_reported() => VerifyAsync(Sample(
        "context.Emit(value);", "protected override void OnKey(string value, OperatorContext<int> context) => [|Names[Key]|] = value.Length;", "context.VisitKeys();"));

    [Fact]
    public Task Reading_is_correct() => VerifyAsync(Sample("context.Emit(Names.TryGetValue(Key, out var name) ? name : Names.GetValueOrDefault(\"\") + Names.Count);"));

    [Fact]
    public Task Enumerating_is_correct() => VerifyAsync(Sample("foreach (var (name, number) in Names) context.Emit(number + name.Length);"));

    [Fact]
    public Task Writing_keyed_state_from_broadcast_state_is_correct() => VerifyAsync(Sample(
        "Seen[Key] = Names.GetValueOrDefault(Key); Seen.Remove(\"a\"); Seen.Clear();", "[State] private partial MapState<string, int> Seen { get; }"));

    [Fact]
    public Task A_method_that_only_OnBroadcast_calls_is_correct() => VerifyAsync(Sample("context.Emit(value);", "private void Set(string name) => Names[name] = 1;", "Set(value);"));

    [Fact]
    public Task Every_write_in_OnBroadcast_is_correct() => VerifyAsync(Sample("context.Emit(value);", "", "Names[value] = 1; Names[value]++; Names.Remove(value); Names.Clear();"));

    [Fact]
    public Task The_name_of_a_member_is_correct() => VerifyAsync(Sample("context.Emit(nameof(Names.Clear).Length + value);"));

    [Fact]
    public Task A_dictionary_of_the_same_name_is_correct() => VerifyAsync(Sample("var Names = new Dictionary<string, int>(); Names[Key] = value; Names.Clear(); context.Emit(Names.Count);"));

    private static string Sample(string onEvent, string members = "", string onBroadcast = "Names[value] = value.Length;") => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedBroadcastOperator<string, int, string, int>
        {
            [State] private partial BroadcastState<string, int> Names { get; }
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                {{onEvent}}
            }

            protected override void OnBroadcast(string value, BroadcastContext<int> context)
            {
                {{onBroadcast}}
            }
        }
        """;
}
