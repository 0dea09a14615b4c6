using System.Collections.Immutable;

namespace Corpus.MutationCorrect.Cohorts;

public sealed record Signup(string Channel, DateOnly Day, string[] Tags);

public sealed record Cohort(string Channel, int Size)
{
    public ImmutableList<string> Tags { get; init; } = [];

    public Cohort Add(string tag) => this with { Size = Size + 1, Tags = Tags.Add(tag) };
}

[Operator("mutationcorrect.cohorts")]
internal sealed partial class Cohorts : KeyedOperator<int, Signup, Cohort>
{
    [State] private partial Cohort? Largest { get; set; }

    [State] private partial ImmutableSortedDictionary<string, int>? Channels { get; set; }

    [State, Ttl(Days = 400)] private partial MapState<DateOnly, Cohort> Daily { get; }

    protected override void OnEvent(Signup value, OperatorContext<Cohort> context)
    {
        // The tags belong to the event, so they may be sorted in place.
        Array.Sort(value.Tags);
        var daily = Daily.GetValueOrDefault(value.Day) ?? new Cohort(value.Channel, 0);
        foreach (var tag in value.Tags)
            daily = daily.Add(tag);
        Daily[value.Day] = daily;

        var channels = Channels ?? ImmutableSortedDictionary<string, int>.Empty;
        var builder = channels.ToBuilder();
        builder[value.Channel] = channels.GetValueOrDefault(value.Channel) + 1;
        Channels = builder.ToImmutable();

        if (Largest is null || daily.Size > Largest.Size)
            Largest = daily with { Channel = "any" };
        context.Emit(Largest);
    }
}
