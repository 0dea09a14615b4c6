namespace Corpus.SourcesCorrect.Waitlist;

public sealed record Party(string Name, int Guests, DateTimeOffset ArrivedAt)
{
    public int Result => Guests;

    public TimeSpan Wait() => TimeSpan.FromMinutes(Guests * 4);

    public Party Join(Party other) => this with { Guests = Guests + other.Guests };
}

public sealed class Dice(int start)
{
    public int Next(int faces) => (start * 31 + 7) % faces;
}

// Tables of a restaurant; the names are like those of threads and tasks.
[Operator("sourcescorrect.waitlist")]
public sealed partial class Waitlist : KeyedOperator<string, Party, string>
{
    [State] private partial Party? Front { get; set; }
    [State] private partial int Now { get; set; }

    protected override void OnEvent(Party party, OperatorContext<string> context)
    {
        Now++;
        Front = Front is { } front && front.Name == party.Name ? front.Join(party) : party;
        var dice = new Dice(Front.Result);
        var seats = dice.Next(6) + Front.Result;
        context.Emit($"{Front.Name} waits {Front.Wait().TotalMinutes} for table {seats} of {Take(Now)}");
    }

    private static int Take(int number) => Math.Min(number, 40);
}
