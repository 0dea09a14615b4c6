using StateGen.Schemas;

namespace StateGen.Tests.Schemas;

public sealed class SchemaChainTests
{
    private static readonly OperatorSchema Stored = SampleSchema.Create();

    public static TheoryData<string, OperatorSchema, string?, string?, string, string> Refused() => new()
    {
        { "operator id", Stored with { OperatorId = "weekly" }, null, null, "operator id 'daily-delays'", "operator id 'weekly'" },
        { "key type", Stored with { KeyType = "string" }, null, null, "key type Delays.AirportDay", "key type string" },
        { "key member", Stored with { Types = Stored.Types.SetItem(0, new RecordSchema("Delays.AirportDay", [new MemberSchema("Airport", "string"), new MemberSchema("Day", "int32")])) }, null, "Delays.AirportDay.Day", "dateonly", "int32" },
        { "state missing", Stored with { States = Stored.States.RemoveAt(0) }, "Flights", null, "value state of int64 without a time to live", "no such state" },
        { "state added", Stored with { States = Stored.States.Add(new StateSchema("New", StateKind.List, "string")) }, "New", null, "no such state", "list state of string without a time to live" },
        { "states reordered", Stored with { States = [Stored.States[1], Stored.States[0], Stored.States[2]] }, null, null, "the states in the order Flights, Worst, Routes", "Worst, Flights, Routes" },
        { "kind", Stored.WithState("Flights", state => state with { Kind = StateKind.List }), "Flights", null, "value state of int64 without a time to live", "list state of int64 without a time to live" },
        { "type", Stored.WithState("Flights", state => state with { Type = "int64?" }), "Flights", null, "value state of int64 without a time to live", "value state of int64? without a time to live" },
        { "map key", Stored.WithState("Routes", state => state with { MapKeyType = "guid" }), "Routes", null, "map state from string of list<Delays.RouteStats> with a time to live of 604800000 ms", "map state from guid of list<Delays.RouteStats> with a time to live of 604800000 ms" },
        { "time to live added", Stored.WithState("Flights", state => state with { TimeToLiveMilliseconds = 5 }), "Flights", null, "value state of int64 without a time to live", "value state of int64 with a time to live of 5 ms" },
        { "time to live removed", Stored.WithState("Worst", state => state with { TimeToLiveMilliseconds = null }), "Worst", null, "value state of int32? with a time to live of 1000 ms", "value state of int32? without a time to live" },
        { "member type", Stored.WithRecord(type => type with { Members = type.Members.SetItem(0, new MemberSchema("Flights", "int32")) }), "Routes", "Delays.RouteStats.Flights", "int64", "int32" },
        { "member key", Stored.WithRecord(type => type with { Members = type.Members.SetItem(0, new MemberSchema("Flights", "int64", "0")) }), "Routes", "Delays.RouteStats.Flights", "int64", "int64 under key 0" },
        { "member removed", Stored.WithRecord(type => type with { Members = type.Members.RemoveAt(0) }), "Routes", "Delays.RouteStats.Flights", "int64", "no such member" },
        { "member added", Stored.WithRecord(type => type with { Members = type.Members.Add(new MemberSchema("New", "string")) }), "Routes", "Delays.RouteStats.New", "no such member", "string" },
        { "members reordered", Stored.WithRecord(type => type with { Members = [type.Members[1], type.Members[0]] }), "Routes", "Delays.RouteStats", "its members in the order Flights, Kind", "Kind, Flights" },
        { "enum member removed", Stored.WithEnum(type => type with { Members = type.Members.RemoveAt(1) }), "Routes", "Delays.Kind.Late", "the value 1", "no such member" },
        { "enum member added", Stored.WithEnum(type => type with { Members = type.Members.Add(new EnumMemberSchema("Lost", "2")) }), "Routes", "Delays.Kind.Lost", "no such member", "the value 2" },
        { "enum member renumbered", Stored.WithEnum(type => type with { Members = type.Members.SetItem(1, new EnumMemberSchema("Late", "3")) }), "Routes", "Delays.Kind.Late", "the value 1", "the value 3" },
        { "underlying type", Stored.WithEnum(type => type with { UnderlyingType = "byte" }), "Routes", "Delays.Kind", "an enum of int32", "an enum of byte" },
        { "flags", Stored.WithEnum(type => type with { IsFlags = true }), "Routes", "Delays.Kind", "an enum of int32", "a set of flags of int32" },
        { "enum became record", Stored with { Types = Stored.Types.SetItem(2, new RecordSchema("Delays.Kind", [])) }, "Routes", "Delays.Kind", "an enum", "a record" },
        { "type without shape", Stored with { Types = Stored.Types.RemoveAt(2) }, "Routes", "Delays.Kind", "an enum", "no such type" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public void A_changed_shape_is_refused_with_its_place_and_both_shapes(string change, OperatorSchema declared, string? state, string? member, string stored, string found)
    {
        var exception = Assert.Throws<StateSchemaException>(() => SchemaChain.Start(Stored).Continue(declared));
        Assert.Equal((change, declared.OperatorId, state, member), (change, exception.OperatorId, exception.StateName, exception.MemberName));
        Assert.Equal((stored, found), (exception.StoredShape, exception.DeclaredShape));
        Assert.All(new[] { declared.OperatorId, state, member, stored, found }, part => Assert.Contains(part ?? "", exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_message_says_where_what_and_what_to_do()
    {
        var declared = Stored.WithRecord(type => type with { Members = type.Members.SetItem(0, new MemberSchema("Flights", "int32")) });
        Assert.Equal(
            "The stored state does not fit this program at operator 'daily-delays', state 'Routes', member 'Delays.RouteStats.Flights': "
            + "the checkpoint has int64, the program declares int32. "
            + "Restore with the code that wrote the checkpoint, or start with a new state directory.",
            Assert.Throws<StateSchemaException>(() => SchemaChain.Start(Stored).Continue(declared)).Message);
    }

    [Fact]
    public void An_equal_schema_keeps_the_number()
    {
        var chain = SchemaChain.Start(Stored).Continue(SampleSchema.Create());
        Assert.Equal([new SchemaGeneration(1, Stored)], chain.Generations);
    }

    [Fact]
    public void Another_length_of_a_time_to_live_keeps_the_number_and_takes_effect()
    {
        var declared = Stored.WithState("Worst", state => state with { TimeToLiveMilliseconds = 5 });
        Assert.Equal(new SchemaGeneration(1, declared), SchemaChain.Start(Stored).Continue(declared).Current);
    }

    [Fact]
    public void The_order_of_types_and_of_enum_members_does_not_matter()
    {
        var declared = Stored.WithEnum(type => type with { Members = [type.Members[1], type.Members[0]] });
        declared = declared with { Types = [.. declared.Types.Reverse()] };
        Assert.Equal(1, SchemaChain.Start(Stored).Continue(declared).Current.Number);
    }

    [Fact]
    public void Types_that_contain_themselves_are_compared()
    {
        var tree = new RecordSchema("Tree", [new MemberSchema("Children", "list<Tree>"), new MemberSchema("Weight", "int32")]);
        var schema = new OperatorSchema("forest", "string", [new StateSchema("Root", StateKind.Value, "Tree?")], [tree]);
        var changed = schema with { Types = [tree with { Members = tree.Members.SetItem(1, new MemberSchema("Weight", "int64")) }] };
        Assert.Equal(1, SchemaChain.Start(schema).Continue(schema).Current.Number);
        Assert.Equal("Tree.Weight", Assert.Throws<StateSchemaException>(() => SchemaChain.Start(schema).Continue(changed)).MemberName);
    }

    [Fact]
    public void Continuing_replaces_only_the_last_of_several_generations()
    {
        var older = Stored with { States = [] };
        var chain = new SchemaChain([new SchemaGeneration(1, older), new SchemaGeneration(4, Stored)]).Continue(SampleSchema.Create());
        Assert.Equal([new SchemaGeneration(1, older), new SchemaGeneration(4, Stored)], chain.Generations);
    }

    [Fact]
    public void Generations_that_form_no_chain_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SchemaChain([]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(0, Stored)]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(1, Stored), new SchemaGeneration(1, Stored)]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(1, Stored), new SchemaGeneration(2, Stored with { OperatorId = "other" })]));
    }
}
