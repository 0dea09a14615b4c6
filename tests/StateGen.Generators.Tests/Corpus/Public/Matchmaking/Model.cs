namespace Corpus.Public.Matchmaking;

public readonly record struct QueueKey(string Region, string Mode);

public enum TicketKind { Join, Leave, Accept, Decline }

public sealed record Ticket(TicketKind Kind, string Player, int Rating, string? Party);

public sealed class Lobby
{
    public string Id { get; set; } = "";

    public List<string> Red { get; set; } = [];

    public List<string> Blue { get; set; } = [];

    public HashSet<string> Accepted { get; set; } = [];

    public Lobby Snapshot() => new() { Id = Id, Red = [.. Red], Blue = [.. Blue], Accepted = [.. Accepted] };
}

public sealed class MatchProposal
{
    public string Lobby { get; set; } = "";

    public List<string> Players { get; init; } = [];

    public bool Final { get; set; }
}

public sealed class SkillService
{
    public Task<double> EstimateAsync(IReadOnlyList<string> players) => Task.Run(() => players.Sum(player => player.Length * 0.5));

    public event Action<string>? PlayerBanned;

    public void Ban(string player) => PlayerBanned?.Invoke(player);
}
