using System.Data;
using System.Data.Common;
using System.Net.Http;

namespace Corpus.Sources.TariffGateway;

public sealed record Charge(string Contract, double KiloWattHours, string Zone);

public sealed record Invoice(string Contract, decimal Amount, string Currency);

[Operator("sources.tariffgateway")]
public sealed partial class TariffGateway(HttpClient http, DbDataSource database) : KeyedOperator<string, Charge, Invoice>
{
    [State] private partial decimal? Price { get; set; }
    [State] private partial decimal Sum { get; set; }
    [State] private partial string? Currency { get; set; }

    protected override void OnEvent(Charge charge, OperatorContext<Invoice> context)
    {
        Price ??= QueryPrice(charge.Zone);
        Currency ??= http.GetStringAsync($"zones/{charge.Zone}/currency").Result; // expect: SG2011

        var amount = Math.Round((decimal)charge.KiloWattHours * Price.Value, 2);
        Sum += amount;
        if (Sum >= 50)
        {
            context.Emit(new Invoice(Key, Sum, Currency));
            Sum = 0;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "charges") { Content = new StringContent(charge.Contract) };
        using var response = http.Send(request); // expect: SG2011
        response.EnsureSuccessStatusCode();
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Invoice> context)
    {
        if (Sum == 0 || Currency is not { } currency)
            return;
        context.Emit(new Invoice(Key, Sum, currency));
        Sum = 0;
        using var answer = http.PostAsync($"closed/{Key}", content: null).ConfigureAwait(false).GetAwaiter().GetResult(); // expect: SG2011
        Price = answer.IsSuccessStatusCode ? null : Price;
    }

    private decimal QueryPrice(string zone)
    {
        using var connection = database.CreateConnection();
        connection.Open(); // expect: SG2011
        using var command = connection.CreateCommand();
        command.CommandText = "select price from tariffs where zone = @zone";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@zone";
        parameter.Value = zone;
        command.Parameters.Add(parameter);
        return (decimal)(command.ExecuteScalar() ?? 0m); // expect: SG2011
    }
}

[Operator("sources.tariffgateway.ledger")]
public sealed partial class Ledger : KeyedOperator<string, Charge, int>
{
    private readonly DbConnection _connection;

    public Ledger(DbConnection connection) => _connection = connection;

    [State] private partial int Entries { get; set; }

    protected override void OnEvent(Charge charge, OperatorContext<int> context)
    {
        if (_connection.State is ConnectionState.Closed)
            _connection.Open(); // expect: SG2011

        using var insert = _connection.CreateCommand();
        insert.CommandText = "insert into ledger (contract) values (1)";
        Entries += insert.ExecuteNonQuery(); // expect: SG2011

        using var select = _connection.CreateCommand();
        select.CommandText = "select * from ledger";
        var table = new DataTable();
        table.Load(select.ExecuteReader(CommandBehavior.SingleResult)); // expect: SG2011
        context.Emit(table.Rows.Count);
    }
}
