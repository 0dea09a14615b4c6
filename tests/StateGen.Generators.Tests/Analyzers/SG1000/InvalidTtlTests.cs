namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class InvalidTtlTests() : RuleTests("SG1011")
{
    [Fact]
    public Task Broadcast_state_with_a_time_to_live_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedBroadcastOperator<string, int, string, int>
        {
            [State, [|Ttl(Days = 1)|]] private partial BroadcastState<string, int> Names { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Names.Count);

            protected override void OnBroadcast(string value, BroadcastContext<int> context) => Names[value] = 1;
        }
        """);

    [Fact]
    public Task Operator_state_with_a_time_to_live_is_reported() => VerifyMembersAsync("""
        [OperatorState, [|Ttl(Days = 1)|]] private partial OperatorListState<int> Seen { get; }
        """);

    [Fact]
    public Task Nothing_is_not_a_time() => VerifyMembersAsync("[State, [|Ttl|]] private partial long Count { get; set; }");

    [Fact]
    public Task Zero_is_not_a_time() => VerifyMembersAsync("""
        [State]
        [[|Ttl(Days = 0)|]]
        private partial long Count { get; set; }
        """);

    [Fact]
    public Task A_negative_part_is_reported_although_the_sum_is_positive() => VerifyMembersAsync("[State, [|Ttl(Days = 1, Hours = -1)|]] private partial long Count { get; set; }");

    [Fact]
    public Task A_time_longer_than_a_TimeSpan_is_reported() => VerifyMembersAsync("[State, [|Ttl(Days = int.MaxValue)|]] private partial MapState<string, int> Totals { get; }");

    [Fact]
    public Task A_time_to_live_of_something_that_is_not_state_is_reported() => VerifyMembersAsync("[[|Ttl(Days = 1)|]] private long Count { get; set; }");

    [Fact]
    public Task A_time_to_live_where_State_was_forgotten_is_reported() => VerifyMembersAsync("[[|Ttl(Days = 1)|]] private partial long Count { get; set; }");

    [Theory]
    [InlineData("Refresh = (TtlRefresh)2")]
    [InlineData("Visibility = (TtlVisibility)(-1)")]
    [InlineData("Clock = (TtlClock)7")]
    public Task An_option_that_is_no_member_of_its_enum_is_reported(string option) =>
        VerifyMembersAsync($"[State, [|Ttl(Days = 1, {option})|]] private partial long Count {{ get; set; }}");

    [Fact]
    public Task Options_without_a_time_are_reported() =>
        VerifyMembersAsync("[State, [|Ttl(Refresh = TtlRefresh.OnReadAndWrite)|]] private partial long Count { get; set; }");

    [Fact]
    public Task Every_option_is_correct() => VerifyMembersAsync(
        "[State, Ttl(Days = 1, Refresh = TtlRefresh.OnReadAndWrite, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved, Clock = TtlClock.EventTime)] "
            + "private partial MapState<int, int> Counts { get; }");

    [Fact]
    public Task One_part_is_correct() => VerifyMembersAsync("[State, Ttl(Days = 7)] private partial long Count { get; set; }");

    [Fact]
    public Task Several_parts_are_correct() => VerifyMembersAsync("[State, Ttl(Days = 0, Hours = 1, Minutes = 30, Seconds = 1, Milliseconds = 1)] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task The_longest_time_is_correct() => VerifyMembersAsync("[State, Ttl(Days = 10_675_199)] private partial long Count { get; set; }");

    [Fact]
    public Task No_time_to_live_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_time_that_is_a_sum_of_constants_is_correct() => VerifyMembersAsync("private const int Weeks = 2; [State, Ttl(Days = Weeks * 7)] private partial long Count { get; set; }");

    [Fact]
    public Task The_shortest_time_is_correct() => VerifyMembersAsync("[State, Ttl(Milliseconds = 1)] private partial MapState<string, int> Totals { get; }");

    [Fact]
    public Task A_constant_below_zero_is_reported() => VerifyMembersAsync("private const int Days = -7; [State, [|Ttl(Days = Days)|]] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_sum_that_is_zero_is_reported() => VerifyMembersAsync("[State, [|Ttl(Hours = 24 - 24)|]] private partial long Count { get; set; }");

    [Fact]
    public Task A_time_in_a_list_of_attributes_before_State_is_correct() => VerifyMembersAsync("[Ttl(Days = 1)] [State] private partial long Count { get; set; }");
}
