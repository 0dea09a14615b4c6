namespace Corpus.Mutation.Parking;

public sealed record GateEvent(string Plate, int Level, string Sign, bool Entering);

public sealed class Deck
{
    public int Taken { get; set; }

    public int[] Signs { get; set; } = new int[3];

    public List<string> Plates { get; set; } = [];
}

[Operator("mutation.parking")]
internal sealed partial class Parking : KeyedOperator<string, GateEvent, int>
{
    [State(Copy = true)] private partial Deck? Ground { get; set; }

    [State(Copy = true)] private partial List<string>? Reserved { get; set; }

    [State(Copy = true), Ttl(Days = 2)] private partial MapState<int, Deck> Decks { get; }

    protected override void OnEvent(GateEvent value, OperatorContext<int> context)
    {
        var ground = Ground ?? new Deck();
        if (value.Level == 0)
        {
            ground.Taken += value.Entering ? 1 : -1;
            if (value.Entering)
                ground.Plates.Add(value.Plate);
            else
                ground.Plates.Remove(value.Plate);
            Ground = ground;
        }
        else
        {
            ground.Signs[0] = value.Level; // expect: SG2007
        }

        var reserved = Reserved ?? [];
        var removed = reserved.Remove(value.Plate); // expect: SG2007
        if (removed && value.Entering)
            Reserved = reserved;

        void Relocate()
        {
            var deck = Decks.GetValueOrDefault(value.Level) ?? new Deck();
            Action park = () => deck.Plates.Add(value.Plate); // expect: SG2007
            park();
            context.Emit(deck.Plates.Count);
        }

        if (value.Level > 1)
            Relocate();
        else if (Decks.TryGetValue(1, out var first) && int.TryParse(value.Sign, out first.Signs[2])) // expect: SG2007
            context.Emit(first.Signs[2]);
    }
}
