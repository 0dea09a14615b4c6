namespace Corpus.DeclarationsCorrect.Identifiers;

public sealed record Vote(string District, string Party, bool Valid);

internal static class Ids
{
    private const string Prefix = "declarationscorrect.identifiers.";

    public const string Turnout = Prefix + "turnout";
    public const string Postal = Prefix + "Turnout";
}

public abstract class Counting<TOut> : KeyedOperator<string, Vote, TOut>
{
    protected abstract TOut Count(Vote vote);

    protected sealed override void OnEvent(Vote vote, OperatorContext<TOut> context)
    {
        if (vote.Valid)
            context.Emit(Count(vote));
    }
}

[Operator(Ids.Turnout)]
public sealed partial class Turnout : Counting<long>
{
    [State] private partial long Total { get; set; }

    protected override long Count(Vote vote) => ++Total;
}

[Operator(Ids.Postal)]
public sealed partial class PostalTurnout : Counting<int>
{
    [State(Name = "total")] private partial int Letters { get; set; }

    protected override int Count(Vote vote) => vote.Party.Length == 0 ? Letters : ++Letters;
}

public static partial class Nested
{
    [Operator("declarationscorrect.identifiers.nested")]
    public sealed partial class Winner : Counting<string>
    {
        [State] private partial string? Leader { get; set; }

        // Not state: the name of the election is the same for all keys.
        private string Title { get; } = "council";

        protected override string Count(Vote vote) => $"{Title}: {Leader = vote.Party}";
    }
}
