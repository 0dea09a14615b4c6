namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class EscapingStateHandleTests() : RuleTests("SG2008")
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
    public Task A_map_that_is_kept_is_reported() => VerifyBodyAsync(State + "private MapState<string, int>? _map;", "_map = [|ByName|];");

    [Theory]
    [InlineData("private SortedMapState<int, int>? _board;", "_board = [|Board|];")]
    [InlineData("private SortedMapRange<int, int> _old;", "_old = [|Board.Before(value)|];")]
    [InlineData("private IEnumerable<int>? _old;", "_old = [|Board.Before(value).Reverse().Keys|];")]
    public Task A_sorted_map_or_a_range_of_it_that_is_kept_is_reported(string field, string code) =>
        VerifyBodyAsync("[State] private partial SortedMapState<int, int> Board { get; }\n    " + field, code);

    [Fact]
    public Task A_list_that_is_kept_as_a_sequence_is_reported() => VerifyBodyAsync(State + "private IEnumerable<int>? _seen;", "_seen = [|Seen|];");

    [Fact]
    public Task A_query_that_is_kept_is_reported() => VerifyBodyAsync(State + "private IEnumerable<int>? _seen;", "_seen = [|Seen.Where(seen => seen > value)|];");

    [Fact]
    public Task The_context_that_is_kept_is_reported() => VerifyBodyAsync(State + "private OperatorContext<int>? _context;", "_context = [|context|];");

    [Fact]
    public Task The_timers_that_are_kept_are_reported() => VerifyBodyAsync(State + "private TimerService? _timers;", "_timers = [|context.Timers|];");

    [Fact]
    public Task A_handle_that_is_handed_out_is_reported() => VerifyBodyAsync(State + "public MapState<string, int> Map() => [|ByName|];", "Count++;");

    [Fact]
    public Task A_sequence_that_is_emitted_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, IEnumerable<int>>
        {
            [State] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<IEnumerable<int>> context) => context.Emit([|Seen|]);
        }
        """);

    [Fact]
    public Task The_keys_of_a_map_that_are_emitted_are_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, IEnumerable<string>>
        {
            [State] private partial MapState<string, int> ByName { get; }

            protected override void OnEvent(int value, OperatorContext<IEnumerable<string>> context) => context.Emit([|ByName.Keys.Skip(1)|]);
        }
        """);

    [Fact]
    public Task A_copy_that_is_emitted_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, IEnumerable<int>>
        {
            [State] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<IEnumerable<int>> context) => context.Emit(Seen.ToArray());
        }
        """);

    [Fact]
    public Task A_local_variable_is_correct() => VerifyBodyAsync(State, "var map = ByName; map[Key] = value; context.Emit((int)map.Count);");

    [Fact]
    public Task A_private_method_may_return_a_handle() => VerifyBodyAsync(State + "private ListState<int> Pick() => Seen;", "Pick().Add(value);");

    [Fact]
    public Task An_argument_is_correct() => VerifyBodyAsync(State + "private static int Sum(IEnumerable<int> values) => values.Sum();", "context.Emit(Sum(Seen));");

    [Fact]
    public Task The_time_of_the_context_is_correct() => VerifyBodyAsync(State + "[State] private partial DateTimeOffset? At { get; set; }", "At = context.Timestamp;");

    [Fact]
    public Task A_value_that_is_handed_out_is_correct() => VerifyBodyAsync(State + "internal int Current => Count;", "context.Emit(Current);");

    [Fact]
    public Task What_a_query_has_counted_is_correct() => VerifyBodyAsync(State, "Count = Seen.Count(seen => seen > value);");

    [Fact]
    public Task A_handle_that_a_property_hands_out_is_reported() => VerifyBodyAsync(State + "internal ListState<int> All => [|Seen|];", "Count++;");

    [Fact]
    public Task A_handle_in_a_list_that_is_kept_is_reported() => VerifyBodyAsync(State + "private readonly List<object> _all = [];", "_all.Add([|Seen|]);");

    [Fact]
    public Task What_was_summed_or_copied_is_correct() => VerifyBodyAsync(State + "private static int[] Copy(IEnumerable<int> values) => values.ToArray();", "context.Emit(Seen.Sum() + Copy(Seen).Length + ByName.ToDictionary().Count);");

    [Fact]
    public Task A_context_that_is_kept_meanwhile_is_reported_once() => VerifyBodyAsync(
        "private OperatorContext<int>? _context; private IEnumerable<int>? _large; [State] private partial ListState<int> Seen { get; } private void Emit() => _context?.Emit(_large?.Count() ?? 0);",
        "_context = [|context|]; _large = [|Seen.Where(one => one > value)|]; Emit(); _context = null;");

    [Fact]
    public Task A_handle_in_a_list_of_another_object_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample(Screen screen, IBoard board) : KeyedOperator<string, int, int>
        {
            [State, Ttl(Days = 1)] private partial ListState<int> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                screen.Sources.Add([|Seen|]);
                screen.Timers = [|context.Timers|];
                screen.Keep([|Seen|]);
                [|board.Attach(Seen)|];
                board.Count(Seen);
                board.ScheduleExpiry(context, value);
                board.Register(context.Timers);
                var here = new List<object>();
                here.Add(Seen);
                context.Emit(here.Count);
            }
        }

        internal interface IBoard
        {
            void Attach(object source);

            int Count(IEnumerable<int> values);

            void ScheduleExpiry(OperatorContext<int> context, int after);

            void Register(TimerService timers);
        }

        internal sealed class Screen
        {
            public List<object> Sources { get; } = [];

            public TimerService? Timers { get; set; }

            public void Keep(object source) => Sources.Add(source);
        }
        """);

    private const string SumOfNumbers = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task An_accumulator_that_is_handed_out_is_reported() => VerifyBodyAsync(
        "[State] private partial ReducingState<int, Sum> Total { get; }\n\n    public ReducingState<int, Sum> Handle() => [|Total|];", "Total.Add(value);", SumOfNumbers);

    [Fact]
    public Task An_accumulator_in_a_local_variable_or_a_private_method_is_correct() => VerifyBodyAsync(
        """
        [State] private partial ReducingState<int, Sum> Total { get; }

            private ReducingState<int, Sum> Chosen => Total;

            private static void AddTwice(ReducingState<int, Sum> total, int value)
            {
                total.Add(value);
                total.Add(value);
            }
        """, "var total = Total; total.Add(value); AddTwice(Chosen, value); context.Emit(total.GetValueOrDefault());", SumOfNumbers);
}
