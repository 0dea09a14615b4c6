namespace FlightDelays.Tests;

/// <summary>Programs that are killed in each run of the tests.</summary>
public abstract class CrashTests(string backend, int kills) : Crashes(backend, kills)
{
    [Fact]
    public Task Killed_at_random_moments_the_job_loses_nothing_and_repeats_nothing() => KillAgainAndAgainAsync();
}
