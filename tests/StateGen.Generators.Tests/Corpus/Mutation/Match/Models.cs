namespace Corpus.Mutation.Match;

public sealed class Hero
{
    public string Name { get; set; } = "";

    public int Health { get; set; }

    public int Gold { get; set; }

    public int Kills { get; set; }

    public Dictionary<string, int> Bag { get; set; } = [];

    public void Rest(int minutes) => Heal(minutes * 2);

    private void Heal(int points) => Health = Math.Min(100, Health + points);
}

public sealed class Arena
{
    public string Name { get; set; } = "";

    public string?[] Tiles { get; set; } = new string?[9];

    public void Place(string player)
    {
        var index = Array.IndexOf(Tiles, null);
        if (index >= 0)
            Tiles[index] = player;
    }

    public void Vacate(string player)
    {
        for (var i = 0; i < Tiles.Length; i++)
        {
            if (Tiles[i] == player)
                Tiles[i] = null;
        }
    }
}
