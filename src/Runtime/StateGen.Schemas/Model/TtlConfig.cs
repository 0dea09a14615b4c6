using StateGen.Schemas.Resolution;

namespace StateGen.Schemas.Model;

/// <summary>The parts of a time to live: its length, which is not part of a shape and always follows the program, and its clock, which is.</summary>
internal static class TtlConfig
{
    /// <summary>Returns a schema with the lengths of the times to live of another schema that has the same states.</summary>
    public static OperatorSchema Take(OperatorSchema schema, OperatorSchema latest) => schema with
    {
        States = schema.States
            .Select(state => state with { TimeToLiveMilliseconds = latest.States.First(other => other.Name == state.Name).TimeToLiveMilliseconds })
            .ToEquatableArray(),
    };

    /// <summary>Refuses another clock for a state that had a time to live and still has one, because its stored timestamps are of the former clock.</summary>
    public static void RefuseOtherClock(StateSchema before, StateSchema after, ChangeList changes)
    {
        if (before.TimeToLiveMilliseconds is null || after.TimeToLiveMilliseconds is null || before.ExpiresByEventTime == after.ExpiresByEventTime)
            return;
        var remedy = $"The stored timestamps are of the former clock. Keep it: [Ttl(..., Clock = TtlClock.{NameOf(before)})]. Or give the state another name "
            + "in schemas, [State(Name = \"...\")]; the stored values are then dropped.";
        changes.Refuse(SchemaChangeKind.TtlClock, null, Describe(before), Describe(after), remedy);
    }

    private static string Describe(StateSchema state) => state.ExpiresByEventTime ? "event time" : "processing time";

    private static string NameOf(StateSchema state) => state.ExpiresByEventTime ? "EventTime" : "ProcessingTime";
}
