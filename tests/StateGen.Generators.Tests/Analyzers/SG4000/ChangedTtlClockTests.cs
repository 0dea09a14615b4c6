using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class ChangedTtlClockTests() : SchemaRuleTests("SG4016")
{
    private const string Processing = "[State] [Ttl(Hours = 1)] private partial int Last { get; set; }";
    private const string Event = "[State] [Ttl(Hours = 1, Clock = TtlClock.EventTime)] private partial int Last { get; set; }";

    [Fact]
    public Task Event_time_instead_of_processing_time_is_reported_at_the_attribute() => VerifyAfterAsync(
        Operator(Processing),
        Operator("[State] [[|Ttl(Hours = 1, Clock = TtlClock.EventTime)|]] private partial int Last { get; set; }"),
        "it expired by processing time and now expires by event time");

    [Fact]
    public Task Processing_time_instead_of_event_time_is_reported() => VerifyAfterAsync(
        Operator(Event), Operator("[State] [[|Ttl(Hours = 1)|]] private partial int Last { get; set; }"));

    [Fact]
    public Task The_clock_of_every_kind_of_state_counts() => VerifyAfterAsync(
        Operator("[State] [Ttl(Days = 1)] private partial MapState<int, int> M { get; } [State] [Ttl(Days = 1)] private partial ListState<int> L { get; }"),
        Operator("[State] [[|Ttl(Days = 1, Clock = TtlClock.EventTime)|]] private partial MapState<int, int> M { get; } "
            + "[State] [[|Ttl(Days = 1, Clock = TtlClock.EventTime)|]] private partial ListState<int> L { get; }"));

    [Fact]
    public Task Another_length_does_not_hide_it() => VerifyAfterAsync(
        Operator(Processing), Operator("[State] [[|Ttl(Minutes = 5, Clock = TtlClock.EventTime)|]] private partial int Last { get; set; }"));

    [Fact]
    public Task A_renamed_state_keeps_its_clock() => VerifyAfterAsync(
        Operator(Processing),
        Operator("[State] [FormerName(\"Last\")] [[|Ttl(Hours = 1, Clock = TtlClock.EventTime)|]] private partial int Latest { get; set; }"));

    [Fact]
    public Task A_constant_counts_as_what_it_is() => VerifyAfterAsync(
        Operator(Processing),
        Operator("private const TtlClock Chosen = TtlClock.EventTime; [State] [[|Ttl(Hours = 1, Clock = Chosen)|]] private partial int Last { get; set; }"));

    [Fact]
    public Task A_state_with_another_name_has_a_clock_of_its_own() => VerifyAfterAsync(
        Operator(Processing), Operator(Processing + " [State] [Ttl(Hours = 1, Clock = TtlClock.EventTime)] private partial long {|SG4003:Other|} { get; set; }"));

    [Fact]
    public Task The_same_clock_is_correct() => VerifyAfterAsync(Operator(Event), Operator(Event));

    [Fact]
    public Task The_clock_that_is_the_default_may_be_written() => VerifyAfterAsync(
        Operator(Processing), Operator("[State] [Ttl(Hours = 1, Clock = TtlClock.ProcessingTime)] private partial int Last { get; set; }"));

    [Fact]
    public Task Other_options_are_not_part_of_the_schema() => VerifyAfterAsync(
        Operator(Event),
        Operator("[State] [Ttl(Hours = 1, Clock = TtlClock.EventTime, Refresh = TtlRefresh.OnReadAndWrite, "
            + "Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)] private partial int Last { get; set; }"));

    [Fact]
    public Task A_time_to_live_by_event_time_may_be_added() => VerifyAfterAsync(
        Operator("[State] private partial int Last { get; set; }"),
        Operator("[State] [Ttl(Hours = 1, Clock = TtlClock.EventTime)] private partial {|SG4007:int|} Last { get; set; }"));

    [Fact]
    public Task A_time_to_live_by_event_time_may_be_removed() => VerifyAfterAsync(
        Operator(Event), Operator("[State] private partial {|SG4007:int|} Last { get; set; }"));
}
