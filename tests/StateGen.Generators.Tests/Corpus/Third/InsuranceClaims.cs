using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data.Common;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Claims;

public sealed record Claim(string Policy, string Kind, decimal Amount, string Contact);

public sealed record Decision(string Policy, bool Accepted, string Note);

public sealed class ClaimDesk
{
    public BlockingCollection<string> Inbox { get; } = [];

    public ManualResetEventSlim Open { get; } = new();
}

public interface IPolicyStore
{
    decimal Limit(string policy);
}

public sealed class FilePolicyStore(string directory) : IPolicyStore
{
    public decimal Limit(string policy)
    {
        var path = Path.Combine(directory, policy);
        return File.Exists(path) ? File.ReadAllLines(path).Length : 0;
    }
}

public sealed class RemotePolicyStore(HttpClient client) : IPolicyStore
{
    public decimal Limit(string policy) => LimitAsync(policy).GetAwaiter().GetResult();

    public Task<decimal> LimitAsync(string policy) => client.GetStringAsync(policy).ContinueWith(text => (decimal)text.Result.Length, TaskScheduler.Default);
}

public static class Archive
{
    public static void Append(string line)
    {
        using var writer = new StreamWriter("claims.log", append: true);
        writer.WriteLine(line);
    }
}

[Operator("claims-intake")]
public sealed partial class Intake(IPolicyStore policies, RemotePolicyStore remote, ClaimDesk desk, SemaphoreSlim gate) : KeyedOperator<string, Claim, Decision>
{
    [State] private partial decimal Claimed { get; set; }

    protected override void OnEvent(Claim claim, OperatorContext<Decision> context)
    {
        gate.Wait(); // expect: SG2011
        try
        {
            var limit = policies.Limit(claim.Policy); // expect: SG2011
            Claimed += claim.Amount;
            if (Claimed > limit)
                Escalate(claim, context);
        }
        finally
        {
            gate.Release();
        }

        if (gate.Wait(0))
            gate.Release();

        var pending = remote.LimitAsync(claim.Policy);
        if (pending.IsCompletedSuccessfully)
            context.Emit(new Decision(claim.Policy, true, $"{pending.Result}"));
        else if (claim.Amount > 10_000)
            context.Emit(new Decision(claim.Policy, true, $"{remote.LimitAsync(claim.Kind).Result}")); // expect: SG2011
    }

    private void Escalate(Claim claim, OperatorContext<Decision> context)
    {
        desk.Open.Wait(); // expect: SG2011
        var note = desk.Inbox.Take(); // expect: SG2011
        context.Emit(new Decision(claim.Policy, false, note));
        Archive.Append(note); // expect: SG2011
    }
}

[Operator("claims-checks")]
public sealed partial class Checks(DbCommand command) : KeyedOperator<string, Claim, Decision>
{
    [State] private partial int Checked { get; set; }

    protected override void OnEvent(Claim claim, OperatorContext<Decision> context)
    {
        Checked++;
        var known = command.ExecuteScalar(); // expect: SG2011
        if (known is null)
        {
            Thread.Sleep(50); // expect: SG2011
            return;
        }

        var addresses = Dns.GetHostAddresses(claim.Contact); // expect: SG2011
        if (addresses.Length == 0)
            context.Emit(new Decision(claim.Policy, false, "unknown host"));

        var background = Task.Run(() => claim.Kind.Length);
        background.Wait(); // expect: SG2011

        // The work of another thread may wait for whatever it wants.
        _ = Task.Run(() => Archive.Append(claim.Policy));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Decision> context)
    {
        using var process = Process.Start("sync"); // expect: SG2011
        Task[] tasks = [Task.Delay(1), Task.Delay(2)];
        Task.WaitAll(tasks); // expect: SG2011
        var worker = new Thread(static () => Archive.Append("timer"));
        worker.Start();
        worker.Join(); // expect: SG2011
        if (Console.ReadLine() is { Length: > 0 } line) // expect: SG2011
            context.Emit(new Decision(Key, true, line));

        using var memory = new MemoryStream();
        using var text = new StreamWriter(memory);
        text.WriteLine(Checked);
        text.Flush();
        context.Emit(new Decision(Key, true, $"{memory.Length}"));
    }
}
