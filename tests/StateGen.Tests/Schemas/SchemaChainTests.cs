using StateGen.Schemas;

namespace StateGen.Tests.Schemas;

public sealed class SchemaChainTests
{
    private static readonly OperatorSchema Stored = SampleSchema.Create();

    [Fact]
    public void What_cannot_be_migrated_is_refused_with_its_place_both_shapes_and_what_to_do()
    {
        var declared = Stored.WithRecord(type => type with { Members = type.Members.SetItem(0, new MemberSchema("Flights", "int32")) });
        var exception = Assert.Throws<StateSchemaException>(() => Continue(SchemaChain.Start(Stored), declared));
        Assert.Equal(("daily-delays", "Routes", "Delays.RouteStats.Flights"), (exception.OperatorId, exception.StateName, exception.MemberName));
        Assert.Equal(("int64", "int32"), (exception.StoredShape, exception.DeclaredShape));
        Assert.Equal(
            "The stored state does not fit this program at operator 'daily-delays', state 'Routes', member 'Delays.RouteStats.Flights': "
            + "the checkpoint has int64, the program declares int32. "
            + "Keep the stored type, or convert the values with [State(Upgrade = typeof(...))]. Nothing was restored or written.",
            exception.Message);
    }

    [Fact]
    public void Everything_that_is_refused_is_told()
    {
        var declared = (Stored with { KeyType = "string" }).WithState("Flights", state => state with { Type = "string" });
        var exception = Assert.Throws<StateSchemaException>(() => Continue(SchemaChain.Start(Stored), declared));
        Assert.Equal([null, "Flights"], exception.Refusals.Select(refusal => refusal.StateName));
        Assert.Contains("Also refused: state 'Flights'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shape_gets_the_next_number()
    {
        var declared = Stored.WithState("Flights", state => state with { Type = "decimal" });
        Assert.Equal([new SchemaGeneration(4, Stored), new SchemaGeneration(5, declared, 7)], Continue(new SchemaChain([new SchemaGeneration(4, Stored)]), declared).Generations);
    }

    [Fact]
    public void An_older_program_on_a_newer_checkpoint_gets_a_number_of_its_own()
    {
        var newer = Stored.WithState("Flights", state => state with { Name = "Departures", FormerNames = ["Flights"] });
        Assert.Equal([Stored, newer, Stored], Continue(Continue(SchemaChain.Start(Stored), newer), Stored).Generations.Select(generation => generation.Schema));
    }

    [Fact]
    public void An_equal_schema_keeps_the_number()
    {
        var chain = Continue(SchemaChain.Start(Stored), SampleSchema.Create());
        Assert.Equal([new SchemaGeneration(1, Stored)], chain.Generations);
    }

    [Fact]
    public void Another_length_of_a_time_to_live_keeps_the_number_and_takes_effect()
    {
        var declared = Stored.WithState("Worst", state => state with { TimeToLiveMilliseconds = 5 });
        Assert.Equal(new SchemaGeneration(1, declared), Continue(SchemaChain.Start(Stored), declared).Current);
    }

    [Fact]
    public void The_order_of_types_and_of_enum_members_does_not_matter()
    {
        var declared = Stored.WithEnum(type => type with { Members = [type.Members[1], type.Members[0]] });
        declared = declared with { Types = [.. declared.Types.Reverse()] };
        Assert.Equal(1, Continue(SchemaChain.Start(Stored), declared).Current.Number);
    }

    [Fact]
    public void Continuing_replaces_only_the_last_of_several_generations()
    {
        var older = Stored with { States = [] };
        var chain = Continue(new SchemaChain([new SchemaGeneration(1, older), new SchemaGeneration(4, Stored)]), SampleSchema.Create());
        Assert.Equal([new SchemaGeneration(1, older), new SchemaGeneration(4, Stored, 7)], chain.Generations);
    }

    [Fact]
    public void A_generation_keeps_its_beginning_and_one_without_begins_at_the_next_restore()
    {
        var (first, second) = (Stored with { States = [] }, Stored.WithState("Flights", state => state with { Type = "decimal" }));
        var chain = new SchemaChain([new(1, first), new(2, Stored)]).Continue(second, [], now: 10).Continue(second, [], now: 20).Continue(Stored with { States = [] }, [], now: 30);
        Assert.Equal([null, 10L, 10L, 30L], chain.Generations.Select(generation => generation.BeganAtMilliseconds));
    }

    [Theory]
    [InlineData("value B (formerly A): int32", "value B: int32", null)]
    [InlineData("list L: T\n\nrecord T\n  N (formerly M): int32", "list L: T\n\nrecord T\n  N: int32", "list L: T\n\nrecord T\n  M: int32")]
    public void Chains_in_which_a_former_name_was_followed_and_was_not_are_not_merged(string followed, string forgotten, string? before)
    {
        var first = SchemaChain.Start(Schema(before ?? "value A: int32"));
        var (one, other) = (Continue(first, Schema(followed)), Continue(first, Schema(forgotten)));
        foreach (var chains in new SchemaChain[][] { [one, other], [other, one], [other, Continue(one, Schema("value C: int32"))] })
            Assert.Contains("[FormerName]", Assert.Throws<StateGenException>(() => SchemaChain.Merge(chains, Schema(followed))).Message, StringComparison.Ordinal);
        Assert.Equal(one.Generations, SchemaChain.Merge([first, one, one], Schema(followed)).Generations);
    }

    [Fact]
    public void Chains_that_the_program_would_continue_in_different_ways_are_not_merged()
    {
        var (with, without) = (SchemaChain.Start(Schema("value A (formerly B): int32")), SchemaChain.Start(Schema("value A: int32")));
        Assert.Throws<StateGenException>(() => SchemaChain.Merge([with, without], Schema("value B: int32")));
        Assert.Equal(1, SchemaChain.Merge([with, without], Schema("value A: int32")).Current.Number);
    }

    [Fact]
    public void A_generation_of_merged_chains_began_when_the_last_of_them_began_it()
    {
        var (first, second) = (SchemaChain.Start(Schema("value A: int32")), Schema("value A: int32, ttl 5 ms"));
        var (early, late) = (first.Continue(second, [], now: 10), first.Continue(second, [], now: 20));
        Assert.Equal(20, SchemaChain.Merge([late, early, first], second).Current.BeganAtMilliseconds);
        Assert.Equal(20, SchemaChain.Merge([early, late], second).Current.BeganAtMilliseconds);
    }

    [Fact]
    public void A_generation_of_merged_chains_began_at_the_latest_watermark_or_at_a_later_restore_without_one()
    {
        var (first, second) = (SchemaChain.Start(Schema("value A: int32")), Schema("value A: int32, ttl 5 ms event-time"));
        var (with, without) = (first.Continue(second, [], now: 10, watermark: 15), first.Continue(second, [], now: 20));
        var earlier = first.Continue(second, [], now: 12);
        Assert.Equal(20, Beginning(SchemaChain.Merge([with, without, first], second)));
        Assert.Equal(15, Beginning(SchemaChain.Merge([earlier, with], second)));
        Assert.Equal(12, Beginning(earlier));

        long Beginning(SchemaChain chain) => chain.BeginningFor(second.States[0], 1);
    }

    [Fact]
    public void Generations_that_form_no_chain_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SchemaChain([]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(0, Stored)]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(1, Stored), new SchemaGeneration(1, Stored)]));
        Assert.Throws<ArgumentException>(() => new SchemaChain([new SchemaGeneration(1, Stored), new SchemaGeneration(2, Stored with { OperatorId = "other" })]));
    }

    private static OperatorSchema Schema(string states) => OperatorSchema.Parse($"operator probe\n  key string\n  {states}\n");

    private static SchemaChain Continue(SchemaChain chain, OperatorSchema declared) => chain.Continue(declared, [], now: 7);
}
