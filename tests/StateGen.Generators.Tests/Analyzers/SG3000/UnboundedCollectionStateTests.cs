namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class UnboundedCollectionStateTests() : RuleTests("SG3003")
{
    private const string Sum = """
            internal readonly struct Sum : IMergingAggregator<int, int, int>
            {
                public static int CreateAccumulator() => 0;
                public static int Add(int accumulator, int value) => accumulator + value;
                public static int GetResult(int accumulator) => accumulator;
                public static int Merge(int earlier, int later) => earlier + later;
            }
        """;

    private const string InMemory = "[assembly: StateBackend(typeof(MemoryBackend))]\n\n";

    [Fact]
    public Task A_list_to_which_one_of_two_inputs_only_adds_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedCoOperator<string, int, string, int>
        {
            [State] private partial ListState<int> [|Seen|] { get; }

            protected override void OnFirst(int value, OperatorContext<int> context) => Seen.Add(value);

            protected override void OnSecond(string value, OperatorContext<int> context) => context.Emit(value.Length);
        }
        """);

    [Fact]
    public Task A_map_that_is_only_written_is_reported() => VerifyBodyAsync("[State] private partial MapState<int, int> [|ByValue|] { get; }", "ByValue[value] = 1;");

    [Fact]
    public Task A_map_that_counts_is_reported() => VerifyBodyAsync(
        "[State] private partial MapState<string, int> [|ByName|] { get; }", "ByName[value.ToString(System.Globalization.CultureInfo.InvariantCulture)] = ByName.GetValueOrDefault(Key) + 1;");

    [Theory]
    [InlineData("ByTime[value] = 1;")]
    [InlineData("ByTime[value] = 1; context.Emit(ByTime.First.Key);")]
    [InlineData("ByTime[value] = 1; if (ByTime.TryGetLast(out var last)) context.Emit(last.Key);")]
    [InlineData("ByTime[value] = 1; foreach (var (time, _) in ByTime.Before(value).Reverse()) context.Emit(time);")]
    [InlineData("ByTime[value] = 1; context.Emit((int)ByTime.Range(1, value).Count);")]
    public Task A_sorted_map_that_is_only_written_and_read_is_reported(string code) =>
        VerifyBodyAsync("[State] private partial SortedMapState<int, int> [|ByTime|] { get; }", code);

    [Theory]
    [InlineData("ByTime[value] = 1; ByTime.RemoveRange(0, value - 9);")]
    [InlineData("ByTime[value] = 1; ByTime.Before(value - 9).RemoveAll();")]
    [InlineData("ByTime[value] = 1; var old = ByTime.Before(value - 9); old.RemoveAll();")]
    [InlineData("ByTime[value] = 1; using var cursor = ByTime.Reverse().OpenCursor(); if (cursor.MoveNext()) cursor.RemoveCurrent();")]
    public Task A_sorted_map_that_loses_a_range_is_correct(string code) =>
        VerifyBodyAsync("[State] private partial SortedMapState<int, int> ByTime { get; }", code);

    [Theory]
    [InlineData("WindowState<int, int, int, Sum>", "Totals.TryAdd(TimeWindow.Tumbling(context.Timestamp, TimeSpan.FromDays(1)), value, context);")]
    [InlineData("SessionWindowState<int, int, int, Sum>", "Totals.TryAdd(TimeWindow.Session(context.Timestamp, TimeSpan.FromDays(1)), value, context, out _);")]
    [InlineData("WindowState<int, int, int, Sum>", "Totals.TryAdd(default, value, context); if (!Totals.Contains(default)) context.Emit(Totals.GetValueOrDefault(default));")]
    public Task Windows_that_are_never_taken_are_reported(string type, string code) =>
        VerifyBodyAsync($"[State] private partial {type} [|Totals|] {{ get; }}\n\n{Sum}", code);

    [Theory]
    [InlineData("WindowState<int, int, int, Sum>", "Totals.TryAdd(default, value, context); foreach (var _ in Totals.TakeEnded(context.Watermark)) { }")]
    [InlineData("SessionWindowState<int, int, int, Sum>", "Totals.TryAdd(default, value, context); foreach (var _ in Totals.TakeEnded(default(FiredTimer), context)) { }")]
    [InlineData("WindowState<int, int, int, Sum>", "Totals.TryAdd(default, value, context); Totals.Remove(default);")]
    public Task Windows_that_are_taken_or_removed_are_correct(string type, string code) =>
        VerifyBodyAsync($"[State] private partial {type} Totals {{ get; }}\n\n{Sum}", code);

    [Fact]
    public Task A_compound_assignment_is_reported() => VerifyBodyAsync("[State] private partial MapState<int, int> [|ByValue|] { get; }", "if (ByValue.ContainsKey(value)) ByValue[value] += 1; else ByValue[value]++;");

    [Fact]
    public Task A_list_that_is_only_added_to_is_reported() => VerifyBodyAsync("[State] private partial ListState<int> [|Seen|] { get; }", "Seen.Add(value); context.Emit(Seen.Count());");

    [Fact]
    public Task A_list_that_a_method_adds_to_is_reported() => VerifyBodyAsync(
        "[State] private partial ListState<int> [|Seen|] { get; }\n\n    private void Note(int value) => Seen.AddRange([value]);", "Note(value); foreach (var seen in Seen) context.Emit(seen);");

    [Fact]
    public Task Only_what_grows_is_reported() => VerifyBodyAsync(
        "[State] private partial ListState<int> [|Seen|] { get; }\n    [State] private partial ListState<int> Recent { get; }", "Seen.Add(value); Recent.Add(value); if (value == 0) Recent.Clear();");

    [Fact]
    public Task It_is_a_warning_in_memory() => VerifyAsync(InMemory + """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial ListState<int> [|Seen|] { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Seen.Add(value);
        }
        """);

    [Theory]
    [InlineData("[assembly: StateBackend(typeof(MemoryBackend))]", "", true)]
    [InlineData("", ", Backend = typeof(MemoryBackend)", true)]
    [InlineData("[assembly: StateBackend(typeof(MemoryBackend))]", ", Backend = typeof(StateGen.RocksDb.RocksDbBackend)", true)]
    [InlineData("", "", false)]
    public async Task It_is_a_suggestion_unless_a_backend_is_declared(string assembly, string backend, bool isWarning)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync($$"""
            {{assembly}}

            [Operator("sample"{{backend}})]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial ListState<int> Seen { get; }

                protected override void OnEvent(int value, OperatorContext<int> context) => Seen.Add(value);
            }
            """);
        Assert.Equal(isWarning ? [RuleId] : [], analyzed.InEditor.Select(diagnostic => diagnostic.Id));
        Assert.Equal(isWarning ? 0 : 1, analyzed.Suggestions.Count(diagnostic => diagnostic.Id == RuleId));
    }

    [Fact]
    public Task A_time_to_live_is_correct() => VerifyBodyAsync("[State, Ttl(Days = 7)] private partial MapState<int, int> ByValue { get; }", "ByValue[value] = 1;");

    [Fact]
    public Task Removing_is_correct() => VerifyBodyAsync("[State] private partial MapState<int, int> ByValue { get; }", "if (value > 0) ByValue[value] = 1; else ByValue.Remove(-value);");

    [Fact]
    public Task Removing_through_a_cursor_is_correct() => VerifyBodyAsync(
        "[State] private partial MapState<int, int> ByValue { get; }", "ByValue[value] = 1; using var cursor = ByValue.OpenCursor(); if (cursor.MoveNext()) cursor.RemoveCurrent();");

    [Fact]
    public Task Replacing_is_correct() => VerifyBodyAsync("[State] private partial ListState<int> Seen { get; }", "Seen.Add(value); Seen.Update(Seen.TakeLast(9).ToArray());");

    [Fact]
    public Task Clearing_all_state_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Seen.Add(value);

            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_map_of_few_keys_is_correct() => VerifyBodyAsync(
        "[State] private partial MapState<DayOfWeek, int> ByDay { get; }\n    [State] private partial MapState<bool, int> ByParity { get; }", "ByDay[context.Timestamp.DayOfWeek] = value; ByParity[value % 2 == 0] = value;");

    [Fact]
    public Task An_entry_of_a_constant_key_is_correct() => VerifyBodyAsync("[State] private partial MapState<string, int> ByName { get; }", "ByName[\"last\"] = value;");

    [Fact]
    public Task A_map_that_is_only_read_is_correct() => VerifyBodyAsync("[State] private partial MapState<int, int> ByValue { get; }", "context.Emit(ByValue.GetValueOrDefault(value));");

    [Fact]
    public Task A_value_is_correct() => VerifyBodyAsync("[State] private partial int Count { get; set; }", "Count += value;");

    [Fact]
    public Task A_base_class_that_may_clear_is_correct() => VerifyAsync("""
        internal abstract class Cleaning : KeyedOperator<string, int, int>
        {
            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => ClearState();
        }

        [Operator("sample")]
        internal sealed partial class Sample : Cleaning
        {
            [State] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Seen.Add(value);
        }
        """);

    [Fact]
    public Task Removing_through_a_variable_is_correct() => VerifyBodyAsync("[State] private partial MapState<int, int> ByValue { get; }", "var map = ByValue; map[value] = 1; map.Remove(-value);");

    [Fact]
    public Task Removing_every_old_key_is_correct() => VerifyBodyAsync("[State] private partial MapState<int, int> ByValue { get; }", "ByValue[value] = 1; foreach (var old in ByValue.Keys.Where(old => old < value - 9).ToArray()) ByValue.Remove(old);");

    [Fact]
    public Task A_method_of_another_class_may_remove() => VerifyBodyAsync("[State] private partial ListState<int> Seen { get; } private static class Lists { public static void Trim(ListState<int> list) => list.Update(list.TakeLast(9).ToArray()); }", "Seen.Add(value); Lists.Trim(Seen);");
}
