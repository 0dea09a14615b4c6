namespace Corpus.Declarations.Identifiers;

public sealed record Vote(string District, string Party, bool Valid);

internal static class Ids
{
    public const string None = "";
    public const string Turnout = "declarations.identifiers.turnout";
}

[Operator(Ids.None)] public sealed partial class Invalid : KeyedOperator<string, Vote, long> // expect: SG1008
{
    [State] private partial long Count { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<long> context) => context.Emit(vote.Valid ? Count : ++Count);
}

[Operator("   ")] public sealed partial class Parties : KeyedOperator<string, Vote, int> // expect: SG1008
{
    [State] private partial int Votes { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<int> context) => context.Emit(Votes += vote.Valid ? 1 : 0);
}

[Operator(null!)] public sealed partial class Districts : KeyedOperator<string, Vote, string> // expect: SG1008
{
    [State] private partial string? Leader { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<string> context) => context.Emit(Leader = vote.Party);
}

[Operator(Ids.Turnout)] public sealed partial class Turnout : KeyedOperator<string, Vote, long>
{
    [State] private partial long Total { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<long> context) => context.Emit(++Total);
}

[Operator("declarations.identifiers" + ".turnout")] public sealed partial class PostalTurnout : KeyedOperator<string, Vote, int> // expect: SG1016
{
    [State] private partial int Letters { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<int> context) => context.Emit(Letters += 1);
}
