namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class ReducerKeepsDataTests() : RuleTests("SG1026")
{
    private const string Total = "[State] private partial [|ReducingState<long, Sum>|] Total { get; }";
    private const string CorrectTotal = "[State] private partial ReducingState<long, Sum> Total { get; }";
    private const string Mean = "[State] private partial [|AggregatingState<long, (long Sum, int Count), double, Average>|] Mean { get; }";

    [Fact]
    public Task A_reducer_with_a_static_field_is_reported() => VerifyMembersAsync(Total, Reducer("private static int _calls;", "_calls++;"));

    [Fact]
    public Task A_reducer_with_a_static_property_is_reported() => VerifyMembersAsync(Total, Reducer("public static long Last { get; private set; }", "Last = value;"));

    [Fact]
    public Task A_reducer_with_a_field_for_each_thread_is_reported() => VerifyMembersAsync(Total, Reducer("[ThreadStatic] private static long _last;", "_last = value;"));

    [Fact]
    public Task A_reducer_inside_the_operator_is_reported() => VerifyMembersAsync(Total + Reducer("private static long _last;", "_last = value;").Replace("internal", "private", StringComparison.Ordinal));

    [Fact]
    public Task A_reducer_with_type_parameters_is_reported() => VerifyMembersAsync("[State] private partial [|ReducingState<long, Last<long>>|] Total { get; }", """
        internal readonly struct Last<T> : IReducer<T>
        {
            private static T _last = default!;

            public static T Reduce(T accumulator, T value)
            {
                var last = _last;
                _last = value;
                return last;
            }
        }
        """);

    [Fact]
    public Task An_aggregator_with_a_static_field_is_reported() => VerifyMembersAsync(Mean, Aggregator("private static long _largest;", "_largest = Math.Max(_largest, value);"));

    [Fact]
    public Task Each_state_is_reported() => VerifyMembersAsync(
        Total + " [State(Name = \"other\")] internal partial [|ReducingState<long, Sum>|] Other { get; }", Reducer("private static int _calls;", "_calls++;"));

    [Fact]
    public Task A_message_names_the_field() => VerifyAsync(
        $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{Total}}

            protected override void OnEvent(int value, OperatorContext<int> context) => Total.Add(value);
        }

        {{Reducer("private static int _calls;", "_calls++;")}}
        """, [], "'Sum' of state 'Total' keeps data in '_calls'");

    [Fact]
    public Task A_reducer_without_fields_is_correct() => VerifyMembersAsync(CorrectTotal, Reducer("", ""));

    [Fact]
    public Task Constants_and_fields_that_never_change_are_correct() => VerifyMembersAsync(
        CorrectTotal, Reducer("private const long Limit = 10; private static readonly long Least = -1; private static long Most => Limit;", "value = Math.Clamp(value, Least, Most);"));

    [Fact]
    public Task An_aggregator_without_fields_is_correct() => VerifyMembersAsync(Mean.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), Aggregator("", ""));

    [Fact]
    public Task A_static_field_of_a_reducer_that_no_state_uses_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }", Reducer("private static int _calls;", "_calls++;"));

    [Fact]
    public Task A_static_field_of_another_class_is_correct() => VerifyMembersAsync(
        CorrectTotal, "internal static class Limits { public static int Most { get; set; } } " + Reducer("", "value = Math.Min(value, Limits.Most);"));

    [Fact]
    public Task A_reducer_that_is_a_type_parameter_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<TReducer> : KeyedOperator<string, int, int>
            where TReducer : struct, IReducer<int>
        {
            [State] private partial ReducingState<int, TReducer> Total { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Total.Add(value);
        }
        """);

    private static string Reducer(string members, string statements) => $$"""
        internal readonly struct Sum : IReducer<long>
        {
            {{members}}

            public static long Reduce(long accumulator, long value)
            {
                {{statements}}
                return accumulator + value;
            }
        }
        """;

    private static string Aggregator(string members, string statements) => $$"""
        internal readonly struct Average : IAggregator<long, (long Sum, int Count), double>
        {
            {{members}}

            public static (long Sum, int Count) CreateAccumulator() => default;

            public static (long Sum, int Count) Add((long Sum, int Count) accumulator, long value)
            {
                {{statements}}
                return (accumulator.Sum + value, accumulator.Count + 1);
            }

            public static double GetResult((long Sum, int Count) accumulator) => (double)accumulator.Sum / accumulator.Count;
        }
        """;
}
