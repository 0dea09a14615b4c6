using StateGen.Schemas;

namespace StateGen.Tests.Schemas;

/// <summary>A schema with every feature, and edits of it.</summary>
internal static class SampleSchema
{
    public static OperatorSchema Create() => new(
        "daily-delays",
        "Delays.AirportDay",
        [
            new StateSchema("Flights", StateKind.Value, "int64"),
            new StateSchema("Worst", StateKind.Value, "int32?", null, 1000),
            new StateSchema("Routes", StateKind.Map, "list<Delays.RouteStats>", "string", 604_800_000),
        ],
        [
            new RecordSchema("Delays.AirportDay", [new MemberSchema("Airport", "string"), new MemberSchema("Day", "dateonly")]),
            new RecordSchema("Delays.RouteStats", [new MemberSchema("Flights", "int64"), new MemberSchema("Kind", "Delays.Kind?")]),
            new EnumSchema("Delays.Kind", "int32", IsFlags: false, [new EnumMemberSchema("Early", "0"), new EnumMemberSchema("Late", "1")]),
        ]);

    public static OperatorSchema WithState(this OperatorSchema schema, string name, Func<StateSchema, StateSchema> edit)
    {
        var state = schema.States.First(s => s.Name == name);
        return schema with { States = schema.States.Replace(state, edit(state)) };
    }

    public static OperatorSchema WithRecord(this OperatorSchema schema, Func<RecordSchema, RecordSchema> edit)
    {
        var type = schema.Types.OfType<RecordSchema>().Last();
        return schema with { Types = schema.Types.Replace(type, edit(type)) };
    }

    public static OperatorSchema WithEnum(this OperatorSchema schema, Func<EnumSchema, EnumSchema> edit)
    {
        var type = schema.Types.OfType<EnumSchema>().Single();
        return schema with { Types = schema.Types.Replace(type, edit(type)) };
    }
}
