import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** What a route costs that does nothing: the framework, JSON, and the loop. */
@Controller()
class Bare {
  @Get('bare')
  read(): object {
    return { id: 'paper-kite', title: '纸鸢', workType: 'feature', year: 2019 };
  }

  @Post('bare')
  write(@Body() body: object): object {
    return body;
  }
}

@Module({ controllers: [Bare] })
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.stderr.write(`Bare at http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}\n`);
