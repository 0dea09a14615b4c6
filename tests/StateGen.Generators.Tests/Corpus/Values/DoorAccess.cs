namespace Corpus.Values.DoorAccess;

public sealed record Swipe(string Badge, string Door, bool Granted);

public sealed record Lockout(string Badge, string Door, int Attempts);

public interface IBadgeDirectory
{
    bool IsContractor(string badge);
}

[Operator("values.dooraccess")]
public sealed partial class LockoutDetector(
    IBadgeDirectory directory,
    ICollection<string> lockedBadges, // expect: SG2001
    IDictionary<string, int> attempts, // expect: SG2001
    int limit) : KeyedOperator<string, Swipe, Lockout>
{
    [State] private partial string? LastDoor { get; set; }

    protected override void OnEvent(Swipe swipe, OperatorContext<Lockout> context)
    {
        LastDoor = swipe.Door;
        if (swipe.Granted)
        {
            attempts.Remove(swipe.Badge);
            return;
        }

        var count = attempts.TryGetValue(swipe.Badge, out var earlier) ? earlier + 1 : 1;
        attempts[swipe.Badge] = count;
        var allowed = directory.IsContractor(swipe.Badge) ? limit / 2 : limit;
        if (count < allowed || lockedBadges.Contains(swipe.Badge))
            return;
        lockedBadges.Add(swipe.Badge);
        context.Emit(new Lockout(swipe.Badge, LastDoor, count));
    }
}

[Operator("values.dooraccess.trail")]
public sealed partial class DoorTrail(
    Queue<string> trail, // expect: SG2001
    int remaining) // expect: SG2001
    : KeyedOperator<int, Swipe, string>
{
    [State] private partial long Swipes { get; set; }

    protected override void OnEvent(Swipe swipe, OperatorContext<string> context)
    {
        ++Swipes;
        trail.Enqueue(swipe.Badge);
        while (trail.Count > 10)
            _ = trail.Dequeue();
        if (--remaining >= 0)
            context.Emit($"{Key}: {string.Join(" > ", trail)}");
    }
}
